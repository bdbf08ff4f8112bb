//! Packs the texts of practice, which are a twentieth of the program unpacked, and which no start of another command reads.
//!
//! Links the release program for Linux without the tables for unwinding: a panic aborts, and nothing reads them. They would be
//! a tenth of the program. It is linked to a fixed address, too: without a table of 11,000 places to change, which is a
//! twentieth, it starts sooner. It has no unsafe code for which a random address would be a defence.
//!
//! The compiler can leave them out only for all profiles at once, and the tests unwind. A linker that knows no scripts needs
//! `NAPKIN_PLAIN_LINK=1`.

// A build script has no other way to learn what is built, nor to say what is to be done.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::env;
use std::fs;
use std::io;
use std::path::Path;

/// What the linker is to discard, in the language of its scripts.
const DISCARDED: &str = "SECTIONS { /DISCARD/ : { *(.eh_frame) } } INSERT AFTER .text;\n";

/// The folders whose texts are packed, below that of practice.
const PACKED: [&str; 2] = ["interviews", "topics"];

/// The level of compression at which a packed text is smallest.
const SMALLEST: u8 = 10;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/build.rs");
    pack()?;
    println!("cargo::rerun-if-env-changed=NAPKIN_PLAIN_LINK");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_known = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if let (true, true, Ok(folder), Err(_)) =
        (is("PROFILE", "release"), is_known, env::var("OUT_DIR"), env::var("NAPKIN_PLAIN_LINK"))
    {
        let script = Path::new(&folder).join("discarded.ld");
        fs::write(&script, DISCARDED)?;
        println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!("cargo::rustc-link-arg-bins=-T{}", script.display());
    }
    Ok(())
}

/// Writes the texts of practice one after the other, compressed, and an index with the length of each.
fn pack() -> io::Result<()> {
    let practice = Path::new("src/library/practice");
    let (mut index, mut all) = (String::new(), Vec::new());
    for folder in PACKED {
        println!("cargo::rerun-if-changed={}", practice.join(folder).display());
        let mut files = fs::read_dir(practice.join(folder))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<String>>>()?;
        files.retain(|name| name.ends_with(".toml"));
        files.sort_unstable();
        for name in files {
            let text = fs::read(practice.join(folder).join(&name))?;
            index.push_str(&format!("{folder}/{name} {}\n", text.len()));
            all.extend(text);
        }
    }
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("practice.index"), index)?;
    fs::write(
        Path::new(&folder).join("practice.deflate"),
        miniz_oxide::deflate::compress_to_vec(&all, SMALLEST),
    )
}
