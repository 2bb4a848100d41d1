//! A document of headings, paragraphs and tables, written for a terminal or as Markdown.

use crate::args::MetricsFormat;
use comfy_table::{Table, presets};
use console::measure_text_width;
use serde::Serialize;

/// A document from top to bottom.
#[derive(Default)]
pub struct Document {
    blocks: Vec<Block>,
}

enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    Table(Vec<Vec<String>>),
}

impl Document {
    pub fn title(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Title(text.into()));
    }

    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// A table whose first row names the columns.
    pub fn table(&mut self, rows: Vec<Vec<String>>) {
        self.blocks.push(Block::Table(rows));
    }

    fn to_text(&self) -> String {
        let block = |block: &Block| match block {
            Block::Title(text) | Block::Heading(text) => {
                format!("{text}\n{}\n", "=".repeat(measure_text_width(text)))
            }
            Block::Paragraph(text) => format!("{text}\n"),
            Block::Table(rows) => text_table(rows),
        };
        self.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }

    fn to_markdown(&self) -> String {
        let block = |block: &Block| match block {
            Block::Title(text) => format!("# {text}\n"),
            Block::Heading(text) => format!("## {text}\n"),
            Block::Paragraph(text) => format!("{text}\n"),
            Block::Table(rows) => markdown_table(rows),
        };
        self.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }
}

/// Metrics in the format that the user asked for: as JSON themselves, otherwise their document.
pub fn render(
    metrics: &impl Serialize,
    document: &Document,
    format: MetricsFormat,
) -> serde_json::Result<String> {
    Ok(match format {
        MetricsFormat::Text => document.to_text(),
        MetricsFormat::Markdown => document.to_markdown(),
        MetricsFormat::Json => serde_json::to_string_pretty(metrics)? + "\n",
    })
}

/// Aligned columns without lines between them.
pub fn text_table(rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt() + "\n"
}

fn markdown_table(rows: &[Vec<String>]) -> String {
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

    fn document() -> Document {
        let mut document = Document::default();
        document.title("准确度");
        document.paragraph("As measured.");
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        document.table(vec![row(["规则", "n"]), row(["a|b", "3"])]);
        document
    }

    #[test]
    fn a_document_as_text_and_as_markdown() {
        assert_eq!(document().to_text(), "准确度\n======\n\nAs measured.\n\n规则  n\na|b   3\n");
        let markdown = "# 准确度\n\nAs measured.\n\n| 规则 | n |\n|---|---|\n| a\\|b | 3 |\n";
        assert_eq!(document().to_markdown(), markdown);
    }
}
