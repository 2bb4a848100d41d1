//! Writes what pages know of the profiles into a folder: the index `profiles.json`, and a file for each profile that the
//! module does not carry. A program of its own, so that the development commands start without compiling the checker.

use portrait_precheck::profile;
use std::path::PathBuf;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("usage: precheck-profile-summaries FOLDER")?);
    let profiles = folder.join("profiles");
    if profiles.exists() {
        fs::remove_dir_all(&profiles)?;
    }
    fs::create_dir_all(profiles)?;
    for (path, content) in profile::published() {
        fs::write(folder.join(path), content)?;
    }
    Ok(())
}
