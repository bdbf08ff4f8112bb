//! A program that does nothing: what any process costs on this machine.
fn main() {}
