"""Runs `napkin mcp` with the client of the protocol's Python package, as an assistant does.

    python3 -m venv /tmp/mcp && /tmp/mcp/bin/pip install mcp
    /tmp/mcp/bin/python benches/assistant.py target/release/napkin
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

MODEL = '[inputs]\nstored = "6 TB"\n[checks]\nfits = "stored <= 5 TB"\n'


def field(result, name):
    """A field under its name in this version of the package, or in the one before."""
    camel = "".join(part.title() if at else part for at, part in enumerate(name.split("_")))
    return getattr(result, name) if hasattr(result, name) else getattr(result, camel)


async def main(program):
    folder = tempfile.TemporaryDirectory()
    Path(folder.name, "disk.toml").write_text(MODEL)
    server = StdioServerParameters(command=program, args=["mcp", "--root", folder.name])
    begun = time.perf_counter()
    async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
        hello = await session.initialize()
        print("version", field(hello, "protocol_version"), f"after {time.perf_counter() - begun:.3f} s")
        listed = await session.list_tools()
        names = [tool.name for tool in listed.tools]
        assert names == ["evaluate", "run", "check", "explain", "review", "lookup"], names
        assert all(field(field(tool, "annotations"), "read_only_hint") for tool in listed.tools)

        async def call(tool, is_error=False, **arguments):
            result = await session.call_tool(tool, arguments)
            assert field(result, "is_error") == is_error, result
            return field(result, "structured_content")

        answer = await call("evaluate", expression="100M users * 10 requests/user/day to req/s")
        assert abs(answer["results"][0]["value"] - 100e6 * 10 / 86400) < 1e-6, answer
        refused = await call("evaluate", is_error=True, expression="10B * 3")
        repaired = await call("evaluate", expression=refused["errors"][0]["fixes"][0]["text"])
        assert repaired["results"][0]["value"] == 30e9, repaired
        assert (await call("run", model="twitter"))["model"] == "twitter"
        assert (await call("run", model="disk.toml"))["checks"][0]["passed"] is False
        assert (await call("check", model=MODEL, actual={"stored": "5.5 TB"}))["passed"] is False
        assert (await call("explain", expression="5 GB / 2 s", mental=True))["steps"]
        assert (await call("review", text="60M emails × $0.001 = $60"))["counts"]["wrong"] == 1
        assert (await call("lookup", word="erlang"))["topics"]
        await call("run", is_error=True, model="../disk.toml")
        begun = time.perf_counter()
        for _ in range(200):
            await call("evaluate", expression="2 to 3 GB * 4")
        print(f"a call takes {(time.perf_counter() - begun) / 200 * 1000:.2f} ms")
    print("ok")


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "target/release/napkin"))
