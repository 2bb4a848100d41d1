//! Runs the command line on folders of drawn photos.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// The result of a run of `precheck`.
#[derive(Debug)]
pub struct Done {
    pub code: i32,
    pub output: String,
    pub errors: String,
}

pub fn run(arguments: &[&str]) -> Done {
    done(precheck(arguments))
}

/// Runs `precheck` in the folder.
pub fn run_in(folder: &Folder, arguments: &[&str]) -> Done {
    let mut command = precheck(arguments);
    command.current_dir(folder.0.path());
    done(command)
}

fn precheck(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_precheck"));
    command.args(arguments);
    command
}

fn done(mut command: Command) -> Done {
    let done = command.output().expect("precheck runs");
    Done {
        code: done.status.code().expect("precheck is not killed"),
        output: String::from_utf8(done.stdout).expect("the output is UTF-8"),
        errors: String::from_utf8(done.stderr).expect("the errors are UTF-8"),
    }
}

/// A temporary folder, with an empty folder `empty` in it.
pub struct Folder(TempDir);

impl Folder {
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("empty")).expect("a folder within");
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).expect("a file within");
        }
        Self(folder)
    }

    pub fn path(&self) -> String {
        self.0.path().display().to_string()
    }

    pub fn file(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

/// A JPEG of 480 x 640 pixels with enough grain to be larger than 50K.
pub fn portrait() -> Vec<u8> {
    let grain = |x: u32, y: u32| ((x * 7919) ^ (y * 104_729)) % 61;
    let picture = image::RgbImage::from_fn(480, 640, |x, y| {
        image::Rgb([150, 170, 190].map(|c: u8| c + grain(x, y) as u8))
    });
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.encode_image(&picture).expect("drawn pictures can be encoded");
    bytes
}
