//! The command line of portrait-precheck.

use portrait_precheck::models::NoModels;
use portrait_precheck::{check, profile};

fn main() {
    for path in std::env::args().skip(1) {
        if let (Ok(bytes), Some(profile)) = (std::fs::read(&path), profile::builtin("chsi-graduation")) {
            println!("{}", check(&bytes, &profile, &NoModels).to_json());
        }
    }
}
