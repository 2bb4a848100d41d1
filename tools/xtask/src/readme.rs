//! The parts of README.md that commands write, each between two lines of its own.

use std::fs;

use crate::command::{Result, root};

/// Writes a part: what stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->`.
///
/// # Errors
/// README.md cannot be read or written, or lacks these lines.
pub fn write(name: &str, text: &str) -> Result<()> {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path)?;
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
    let missing = |line: &str| format!("README.md has no line `{}`", line.trim_end());
    let (before, rest) = readme.split_once(&begin).ok_or_else(|| missing(&begin))?;
    let (_, after) = rest.split_once(&end).ok_or_else(|| missing(&end))?;
    fs::write(path, [before, &begin, text, &end, after].concat())?;
    Ok(())
}
