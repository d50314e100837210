//! 秤星 Chengxing: one binary with every command.
//!
//! *Is:* the only place where the network, the clock, randomness and the storage meet. *Is not:* the
//! place of rules (`metrology`) or of markup (`app`). *The one rule:* a handler extracts, loads,
//! renders.

mod api;
mod assets;
mod commands;
mod http;
mod pages;
mod present;
mod routes;
mod state;
mod wall;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run()
}
