//! The program itself: what keeps it from starting is named.

use std::process::{Command, Output};

fn start(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_precheck-server")).args(arguments).output().unwrap()
}

#[test]
fn what_keeps_it_from_starting_is_named() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let cases: [(&[&str], &str); 4] = [
        (&["--www", "no/such/folder"], "no/such/folder"),
        (&["--www", file!()], file!()),
        (&["--www", folder, "--config", "no-such.toml"], "no-such.toml"),
        // An address of no network of this machine, by RFC 5737.
        (&["--www", folder, "--listen", "192.0.2.1:1"], "192.0.2.1:1"),
    ];
    for (arguments, named) in cases {
        let done = start(arguments);
        let errors = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(errors.starts_with("error: ") && errors.contains(named), "{arguments:?}: {errors}");
    }
}

#[test]
fn the_configuration_that_it_prints_is_the_documented_one() {
    let done = start(&["--print-config"]);
    assert_eq!(String::from_utf8(done.stdout).unwrap(), precheck_server::config::SAMPLE);
}

#[test]
fn the_container_file_takes_the_compiler_of_the_toolchain_file() {
    let toolchain = include_str!("../../../rust-toolchain.toml");
    let channel =
        toolchain.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap().trim_matches('"');
    let container = include_str!("../deploy/Containerfile");
    assert!(container.contains(&format!("FROM rust:{channel}-slim-bookworm AS build\n")), "{channel}");
}
