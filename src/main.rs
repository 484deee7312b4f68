//! The command line; everything is in the library.

fn main() -> std::process::ExitCode {
    carrierlab::cli::main(std::env::args_os())
}
