//! Reports for programs: the canonical JSON of one, of one per line, or of an array.

use super::{Output, Tally};
use portrait_precheck::Report;
use precheck_foundation::json::write_object;
use std::io::{self, Write};
use std::path::Path;

/// Reports as JSON.
pub struct JsonOutput<W> {
    out: W,
    layout: Layout,
    written: usize,
}

enum Layout {
    Single,
    Lines,
    Array,
}

impl<W: Write> JsonOutput<W> {
    /// One report without anything around it.
    pub fn single(out: W) -> Self {
        Self { out, layout: Layout::Single, written: 0 }
    }

    /// `{"file": …, "report": …}`, one per line.
    pub fn lines(out: W) -> Self {
        Self { out, layout: Layout::Lines, written: 0 }
    }

    /// An array of `{"file": …, "report": …}`.
    pub fn array(out: W) -> Self {
        Self { out, layout: Layout::Array, written: 0 }
    }
}

impl<W: Write> Output for JsonOutput<W> {
    fn report(&mut self, path: &Path, report: &Report) -> io::Result<()> {
        let with_file = || {
            let mut object = String::new();
            let file = path.to_string_lossy().into_owned();
            write_object(&mut object, &[("file", &file), ("report", report)]);
            object
        };
        match self.layout {
            Layout::Single => writeln!(self.out, "{}", report.to_json())?,
            Layout::Lines => writeln!(self.out, "{}", with_file())?,
            Layout::Array => {
                let separator = if self.written == 0 { "[" } else { "," };
                write!(self.out, "{separator}\n{}", with_file())?;
            }
        }
        self.written += 1;
        Ok(())
    }

    fn finish(&mut self, _: &Tally) -> io::Result<()> {
        match self.layout {
            Layout::Array if self.written == 0 => writeln!(self.out, "[]")?,
            Layout::Array => writeln!(self.out, "\n]")?,
            Layout::Single | Layout::Lines => {}
        }
        self.out.flush()
    }
}
