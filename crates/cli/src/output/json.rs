//! Reports for programs: the canonical JSON of each, alone, one a line, or in an array.

use super::Output;
use crate::check::Tally;
use portrait_precheck::Report;
use precheck_foundation::json::write_object;
use std::io::{self, Write};
use std::path::Path;

/// Reports as JSON.
pub struct Json<W> {
    out: W,
    frame: Frame,
    written: usize,
}

/// What stands around the reports.
enum Frame {
    /// Nothing: there is one report.
    Bare,
    /// Each in a line of its own with its file's name.
    Lines,
    /// The same, as one array.
    Array,
}

impl<W: Write> Json<W> {
    /// The one report as it is.
    pub fn bare(out: W) -> Self {
        Self { out, frame: Frame::Bare, written: 0 }
    }

    /// `{"file": …, "report": …}`, one a line.
    pub fn lines(out: W) -> Self {
        Self { out, frame: Frame::Lines, written: 0 }
    }

    /// An array of `{"file": …, "report": …}`.
    pub fn array(out: W) -> Self {
        Self { out, frame: Frame::Array, written: 0 }
    }
}

impl<W: Write> Output for Json<W> {
    fn photo(&mut self, path: &Path, report: &Report) -> io::Result<()> {
        let named = || {
            let mut line = String::new();
            write_object(&mut line, &[("file", &path.to_string_lossy().into_owned()), ("report", report)]);
            line
        };
        match self.frame {
            Frame::Bare => writeln!(self.out, "{}", report.to_json())?,
            Frame::Lines => writeln!(self.out, "{}", named())?,
            Frame::Array => {
                let before = if self.written == 0 { "[" } else { "," };
                write!(self.out, "{before}\n{}", named())?;
            }
        }
        self.written += 1;
        Ok(())
    }

    fn finish(&mut self, _: &Tally) -> io::Result<()> {
        match self.frame {
            Frame::Array if self.written == 0 => writeln!(self.out, "[]")?,
            Frame::Array => writeln!(self.out, "\n]")?,
            Frame::Bare | Frame::Lines => {}
        }
        self.out.flush()
    }
}
