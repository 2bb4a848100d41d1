//! Headings, paragraphs and tables, as plain text or as Markdown.

use crate::args::PageFormat;
use console::{Alignment, measure_text_width, pad_str};
use serde::Serialize;

/// A page from top to bottom.
#[derive(Default)]
pub struct Page {
    blocks: Vec<Block>,
}

enum Block {
    Title(String),
    Heading(String),
    Words(String),
    Table(Vec<Vec<String>>),
}

impl Page {
    /// The title, if the page has one.
    pub fn title(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Title(text.into()));
    }

    /// A heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// A paragraph.
    pub fn words(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Words(text.into()));
    }

    /// A table; its first row names the columns.
    pub fn table(&mut self, rows: Vec<Vec<String>>) {
        self.blocks.push(Block::Table(rows));
    }

    /// For a terminal.
    pub fn to_text(&self) -> String {
        let block = |block: &Block| match block {
            Block::Title(text) | Block::Heading(text) => {
                format!("{text}\n{}\n", "=".repeat(measure_text_width(text)))
            }
            Block::Words(text) => format!("{text}\n"),
            Block::Table(rows) => in_columns(rows),
        };
        self.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }

    /// For a file.
    pub fn to_markdown(&self) -> String {
        let block = |block: &Block| match block {
            Block::Title(text) => format!("# {text}\n"),
            Block::Heading(text) => format!("## {text}\n"),
            Block::Words(text) => format!("{text}\n"),
            Block::Table(rows) => piped(rows),
        };
        self.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }
}

/// The figures in the form that the user asked for.
pub fn written(figures: &impl Serialize, page: &Page, format: PageFormat) -> serde_json::Result<String> {
    Ok(match format {
        PageFormat::Text => page.to_text(),
        PageFormat::Markdown => page.to_markdown(),
        PageFormat::Json => serde_json::to_string_pretty(figures)? + "\n",
    })
}

fn in_columns(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let width = |column| rows.iter().map(|row| measure_text_width(&cell(row, column))).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = widths
            .iter()
            .enumerate()
            .map(|(column, width)| pad_str(&cell(row, column), *width, Alignment::Left, None).into_owned());
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn piped(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<_> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    if let Some(head) = rows.first() {
        lines.insert(1, format!("|{}\n", "---|".repeat(head.len())));
    }
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut page = Page::default();
        page.title("准确度");
        page.words("As measured.");
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        page.table(vec![row(["规则", "n"]), row(["a|b", "3"])]);
        page
    }

    #[test]
    fn a_page_in_both_forms() {
        assert_eq!(page().to_text(), "准确度\n======\n\nAs measured.\n\n规则  n\na|b   3\n");
        let markdown = "# 准确度\n\nAs measured.\n\n| 规则 | n |\n|---|---|\n| a\\|b | 3 |\n";
        assert_eq!(page().to_markdown(), markdown);
    }
}
