//! What the server is built of.

use std::process::Command;

#[test]
fn no_crate_for_webassembly_is_in_the_servers_tree() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "precheck-server", "--edges", "normal", "--prefix", "none", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        // The tree of this machine, whatever is being built.
        .env_remove("CARGO_BUILD_TARGET")
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"portrait-precheck"), "{tree}");
    for name in ["wasm-bindgen", "js-sys", "web-sys", "serde-wasm-bindgen"] {
        assert!(!names.contains(&name), "{name}");
    }
}
