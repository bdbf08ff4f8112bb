# An image with nothing but napkin: docker run --rm -v "$PWD:/work" napkin check capacity
FROM rust:1-alpine AS build
WORKDIR /source
COPY . .
RUN cargo build --locked --release && cp target/release/napkin /napkin

FROM scratch
COPY --from=build /napkin /napkin
WORKDIR /work
ENTRYPOINT ["/napkin"]
