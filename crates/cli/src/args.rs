//! What can be said on the command line.

use crate::lang::Lang;
use clap::{Parser, Subcommand, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;

/// 证件照自查：上传之前，先按公告要求核对照片。Checks portrait photos against an exam office's notice.
#[derive(Parser)]
#[command(name = "precheck", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// 输出语言 · Language of the output
    #[arg(long, value_enum, default_value_t = Lang::Zh, global = true)]
    pub lang: Lang,
}

#[derive(Subcommand)]
pub enum Command {
    /// 检查照片 · Check photos
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// 用带标注的照片衡量准确度 · Measure the accuracy on labelled photos
    Evaluate(EvaluateArgs),
    /// 由测量数据建议限值 · Propose limits from measurements
    Tune(TuneArgs),
    /// 按国际标准测量，不作判断 · Measure as an international standard does, without judging
    #[command(after_help = MEASURE_HELP)]
    Measure(MeasureArgs),
    /// 列出可用的公告要求 · List the profiles: the notices to check against
    Profiles,
    /// 列出检查规则 · List the rules
    Rules,
    /// 说明一条规则 · Explain a rule: what it measures, and when it cannot tell
    Explain {
        /// 规则名称，如 file-size · The rule's id
        rule: String,
    },
}

#[derive(clap::Args)]
pub struct CheckArgs {
    /// 公告名称，或公告文件（.toml）· Id of a profile, or a profile's TOML file
    #[arg(long, value_name = "ID|FILE", default_value = "beijing-zikao-2022")]
    pub profile: String,
    /// 输出格式 · Form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// 照片或文件夹 · Photos, or folders with photos
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(clap::Args)]
pub struct EvaluateArgs {
    /// 标注表；照片在它旁边 · The table of labels; the photos lie beside it
    #[arg(long, value_name = "CSV")]
    pub labels: PathBuf,
    /// 公告名称，或公告文件（.toml）· Id of a profile, or a profile's TOML file
    #[arg(long, value_name = "ID|FILE", default_value = "beijing-zikao-2022")]
    pub profile: String,
    /// 输出格式 · Form of the output
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub format: PageFormat,
    /// 测量数据：文件已有则直接读取，否则测量后写入 · Measurements: read from this file if it is there, otherwise measured and written to it
    #[arg(long, value_name = "JSONL")]
    pub measurements: Option<PathBuf>,
    /// 把判断有误的照片连同标记写成网页，放入此文件夹 · Write pages with the wrongly judged photos and their marks into this folder
    #[arg(long, value_name = "DIR")]
    pub errors: Option<PathBuf>,
    /// 只按数值列出一条规则的全部照片 · Only list the photos of one rule, in the order of their numbers
    #[arg(long, value_name = "ID")]
    pub rule: Option<String>,
}

#[derive(clap::Args)]
pub struct TuneArgs {
    /// 标注表；照片在它旁边 · The table of labels; the photos lie beside it
    #[arg(long, value_name = "CSV")]
    pub labels: PathBuf,
    /// 测量数据：文件已有则直接读取，否则测量后写入 · Measurements: read from this file if it is there, otherwise measured and written to it
    #[arg(long, value_name = "JSONL")]
    pub measurements: Option<PathBuf>,
    /// 公告名称，或公告文件（.toml）· Id of a profile, or a profile's TOML file
    #[arg(long, value_name = "ID|FILE", default_value = "beijing-zikao-2022")]
    pub profile: String,
    /// 输出格式 · Form of the output
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub format: PageFormat,
    #[command(flatten)]
    pub rates: Rates,
}

/// How many good photos a rule may fail.
#[derive(Clone, Copy, clap::Args, Serialize)]
pub struct Rates {
    /// reject 级规则容许的误报率 · Share of good photos that a rule at reject level may fail
    #[arg(long, default_value_t = 0.01, value_parser = share)]
    pub rate: f64,
    /// 其他规则容许的误报率 · The same for other rules, which only warn or advise
    #[arg(long, default_value_t = 0.05, value_parser = share)]
    pub warn_rate: f64,
}

/// A share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err(format!("{share} is not between 0 and 1")) }
}

#[derive(clap::Args)]
pub struct MeasureArgs {
    /// ISO/IEC 29794-5 的测量项，按 OFIQ 的表格写出 · The measures of ISO/IEC 29794-5, in the table of OFIQ
    #[arg(long, required = true)]
    pub iso: bool,
    /// 照片或文件夹 · Photos, or folders with photos
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// The form of figures.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// 供阅读 · For people
    Text,
    /// 供程序使用 · For programs
    Json,
    /// 供写入 ACCURACY.md · For ACCURACY.md
    Markdown,
}

/// The form of the output.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供阅读 · For people
    Text,
    /// 只给一个文件时为一份报告，否则为数组 · One file: its report as it is; otherwise an array of {"file", "report"}
    Json,
    /// 每张照片一行 {"file", "report"} · One line a photo
    Jsonl,
    /// 每张照片一行的表格 · A table with one row a photo
    Csv,
}

const MEASURE_HELP: &str = "\
每项先是原始值，后是 0 至 100 的质量分（.scalar）。空格：本程序没有这一项所需的网络；-1：这张照片上测不出。
First the native values, then the qualities from 0 to 100 (.scalar). Empty: this program has no network for the \
measure; -1: it cannot be told on this photo.";

const CHECK_HELP: &str = "\
文件夹 · Folders: 逐级查找，按文件名排序；只看常见图片后缀（jpg jpeg jpe jfif png heic heif webp avif gif bmp \
tif tiff），不看以点开头的隐藏文件。直接写出的文件一律检查，不论后缀。
Searched at every depth, in the order of names; only files with one of these endings count as photos, and no hidden ones. A file that is named itself is always checked.

返回值 · Exit codes:
  0  全部合格 · all photos accepted
  1  有照片不合格 · some photo rejected
  3  没有不合格，但有照片未能判定 · none rejected, but some undecided
  2  用法有误，或有文件无法读取 · wrong use, or a path that cannot be read";
