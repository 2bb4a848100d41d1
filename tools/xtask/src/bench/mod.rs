//! Measures the checker, natively and in the browser, against libjpeg-turbo and the browser's decoder, on the same
//! files in the same run, and writes the tables into README.md. Ratios are comparable between machines, times are not.

mod djpeg;
mod measure;
mod tables;

use std::fs;
use std::path::PathBuf;

use crate::command::{Result, root, sha256, step};
use crate::picture::{self, Coding};
use crate::readme;
use crate::wasm::{self, Finish};
use measure::Measured;

/// A picture of the benchmark.
pub struct Photo {
    /// Width and height in pixels.
    size: (u32, u32),
    coding: Coding,
    path: PathBuf,
    bytes: usize,
    sha256: String,
}

/// Makes the pictures, measures, prints the tables and writes them into README.md.
///
/// # Errors
/// A tool is missing, or README.md lacks the lines around the tables.
pub fn bench() -> Result<()> {
    let photos = step("pictures", photos)?;
    let program = step("native build", measure::native_program)?;
    let module = step("module", measure::module)?;
    step("package", || wasm::build(Finish::Optimised))?;
    let stages = measure::stages(&program)?;
    let native = step("natively", || measure::natively(&program, &stages, &photos))?;
    let wasm = step("in the browser", || measure::in_browser(&module, &stages, &photos))?;
    let others = step("libjpeg-turbo", || djpeg::measure(&photos))?;
    let load = step("server", || measure::server(&photos))?;
    let measured = Measured { native, wasm, others, load };
    let tables = tables::written(&photos, &stages, &measured)?;
    print!("{tables}");
    readme::write("bench", &tables)
}

impl Photo {
    /// Such as `12 MP progressive`.
    fn name(&self) -> String {
        let megapixels = f64::from(self.size.0 * self.size.1) / 1e6;
        let coding = if self.coding == Coding::Baseline { "baseline" } else { "progressive" };
        if megapixels < 1.0 {
            format!("{megapixels:.1} MP {coding}")
        } else {
            format!("{megapixels:.0} MP {coding}")
        }
    }
}

/// Every size in every coding.
fn photos() -> Result<Vec<Photo>> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let mut photos = Vec::new();
    for size in picture::SIZES {
        let drawn = picture::draw(size)?;
        for coding in [Coding::Baseline, Coding::Progressive] {
            let jpeg = picture::encode(&drawn, coding)?;
            let path = folder.join(format!("{}.jpg", photos.len()));
            fs::write(&path, &jpeg)?;
            photos.push(Photo { size, coding, path, bytes: jpeg.len(), sha256: sha256(&jpeg) });
        }
    }
    Ok(photos)
}
