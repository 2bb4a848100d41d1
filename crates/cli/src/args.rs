//! The command line's arguments. Help texts are in Chinese and English, each on a line of its own.

use crate::lang::Lang;
use clap::{Parser, Subcommand, ValueEnum};
use portrait_precheck::profile::DEFAULT;
use std::path::PathBuf;

/// 证件照自查：上传之前，先按公告要求核对照片。
/// Checks portrait photos against the notice of an exam office before they are uploaded.
#[derive(Parser)]
#[command(name = "precheck", version, max_term_width = 100, verbatim_doc_comment)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// 输出语言
    /// Language of the output
    #[arg(long, value_enum, default_value_t = Lang::Zh, global = true, verbatim_doc_comment)]
    pub lang: Lang,
}

#[derive(Subcommand)]
pub enum Command {
    /// 检查照片
    /// Check photos
    #[command(after_help = CHECK_HELP, verbatim_doc_comment)]
    Check(CheckArgs),
    /// 用带标注的照片评估准确度
    /// Evaluate the accuracy on labelled photos
    #[command(verbatim_doc_comment)]
    Evaluate(EvaluateArgs),
    /// 根据测量数据建议限值
    /// Propose limits from measurements
    #[command(verbatim_doc_comment)]
    Tune(TuneArgs),
    /// 模拟光线、颜色等问题的十级强度，统计各有多少照片不合格
    /// Simulate faults of light and colour in ten strengths and count the photos that fail
    #[command(verbatim_doc_comment)]
    Curves(CurvesArgs),
    /// 写出训练所需的网络内部特征
    /// Write the networks' inner features for training
    #[command(verbatim_doc_comment)]
    Features(FeaturesArgs),
    /// 只测量，不作判断
    /// Measure photos without judging them
    #[command(after_help = MEASURE_HELP, verbatim_doc_comment)]
    Measure(MeasureArgs),
    /// 判断已保存的测量数据，不再读取照片
    /// Judge stored measurements without reading the photos again
    #[command(verbatim_doc_comment)]
    Judge(JudgeArgs),
    /// 列出可用的公告
    /// List the profiles, which are the notices to check against
    #[command(verbatim_doc_comment)]
    Profiles,
    /// 编写、检查、说明公告文件
    /// Write, check and explain profiles
    #[command(subcommand, verbatim_doc_comment)]
    Profile(ProfileCommand),
    /// 列出检查规则
    /// List the rules
    #[command(verbatim_doc_comment)]
    Rules,
    /// 说明一条规则：测量什么，何时无法判断
    /// Explain a rule: what it measures, and when it cannot be assessed
    #[command(verbatim_doc_comment)]
    Explain {
        /// 规则名称，如 file-size
        /// Id of the rule, such as file-size
        #[arg(verbatim_doc_comment)]
        rule: String,
    },
}

#[derive(Subcommand)]
pub enum ProfileCommand {
    /// 输出一个带注释的模板
    /// Print a commented template
    #[command(verbatim_doc_comment)]
    New {
        /// 新公告的名称：小写字母、数字和连字符
        /// Id of the new profile: lower-case letters, digits and hyphens
        #[arg(verbatim_doc_comment)]
        id: String,
    },
    /// 检查公告文件，一次列出全部错误
    /// Check profiles and list all mistakes at once
    #[command(after_help = PROFILE_CHECK_HELP, verbatim_doc_comment)]
    Check {
        /// 公告文件（.toml）
        /// TOML files
        #[arg(required = true, value_name = "FILE", verbatim_doc_comment)]
        files: Vec<PathBuf>,
    },
    /// 逐条说明公告的要求
    /// Explain a profile clause by clause
    #[command(verbatim_doc_comment)]
    Explain {
        /// 公告名称，或公告文件（.toml）
        /// Id of a profile, or a TOML file with one
        #[arg(value_name = "ID|FILE", verbatim_doc_comment)]
        profile: String,
    },
    /// 输出网页所用的 JSON（元素的 profile-url 属性）
    /// Print the JSON that pages take, by the element's attribute profile-url
    #[command(verbatim_doc_comment)]
    Json {
        /// 公告名称，或公告文件（.toml）
        /// Id of a profile, or a TOML file with one
        #[arg(value_name = "ID|FILE", verbatim_doc_comment)]
        profile: String,
    },
    /// 输出供编辑器使用的 JSON Schema
    /// Print the JSON Schema for editors
    #[command(verbatim_doc_comment)]
    Schema,
    /// 输出全部键的说明（Markdown）
    /// Print the reference of all keys, as Markdown
    #[command(verbatim_doc_comment)]
    Reference,
}

/// Which profile to judge by.
#[derive(clap::Args)]
pub struct ProfileArgs {
    /// 公告名称，或公告文件（.toml）
    /// Id of a profile, or a TOML file with one
    #[arg(long, value_name = "ID|FILE", default_value = DEFAULT, verbatim_doc_comment)]
    pub profile: String,
}

#[derive(clap::Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub profile: ProfileArgs,
    /// 输出格式
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, verbatim_doc_comment)]
    pub format: ReportFormat,
    #[command(flatten)]
    pub photos: PhotoArgs,
}

/// Which photos to read.
#[derive(clap::Args)]
pub struct PhotoArgs {
    /// 照片或文件夹
    /// Photos, or folders of photos
    #[arg(required = true, value_name = "PATH", verbatim_doc_comment)]
    pub paths: Vec<PathBuf>,
}

#[derive(clap::Args)]
pub struct EvaluateArgs {
    #[command(flatten)]
    pub labelled: LabelledArgs,
    /// 把判断有误的照片及其标记做成网页，放入此文件夹
    /// Write web pages with the wrongly judged photos and their marks into this folder
    #[arg(long, value_name = "DIR", verbatim_doc_comment)]
    pub errors: Option<PathBuf>,
    /// 把每条规则的证据写成表格，存入此文件
    /// Write the table of every rule's evidence to this file
    #[arg(long, value_name = "CSV", verbatim_doc_comment)]
    pub evidence: Option<PathBuf>,
    /// 只列出照片在一条规则上的测量值，从小到大
    /// Only list the photos by their values for one rule, in ascending order
    #[arg(long, value_name = "ID", verbatim_doc_comment)]
    pub rule: Option<String>,
}

#[derive(clap::Args)]
pub struct TuneArgs {
    #[command(flatten)]
    pub labelled: LabelledArgs,
}

#[derive(clap::Args)]
pub struct CurvesArgs {
    /// 标注表（CSV），可给出几个；每个人只取一张照片
    /// The CSV tables of labels; of each person one photo is taken
    #[arg(long, value_name = "CSV", required = true, verbatim_doc_comment)]
    pub labels: Vec<PathBuf>,
    /// 合格照片和真实照片各取多少人
    /// How many people with complying photos are taken, and how many with real ones
    #[arg(long, value_name = "N", default_value_t = 24, verbatim_doc_comment)]
    pub people: usize,
    #[command(flatten)]
    pub profile: ProfileArgs,
    /// 输出格式
    /// Output format
    #[arg(long, value_enum, default_value_t = MetricsFormat::Text, verbatim_doc_comment)]
    pub format: MetricsFormat,
}

#[derive(clap::Args)]
pub struct FeaturesArgs {
    /// 标注表（CSV），可给出多个；照片的路径以它所在的文件夹为起点
    /// The CSV table of labels, or several; the paths of the photos are relative to its folder
    #[arg(long, required = true, value_name = "CSV", verbatim_doc_comment)]
    pub labels: Vec<PathBuf>,
    /// 写入 features.f32 和 features.csv 的文件夹
    /// The folder for features.f32 and features.csv
    #[arg(long, value_name = "DIR", verbatim_doc_comment)]
    pub out: PathBuf,
    /// 先将每张照片左右翻转
    /// Mirror every photo left to right first
    #[arg(long, verbatim_doc_comment)]
    pub mirrored: bool,
}

/// Which labelled photos to judge by which profile, and how to write the metrics.
#[derive(clap::Args)]
pub struct LabelledArgs {
    /// 标注表（CSV），可给出多个；照片的路径以它所在的文件夹为起点
    /// The CSV table of labels, or several; the paths of the photos are relative to its folder
    #[arg(long, required = true, value_name = "CSV", verbatim_doc_comment)]
    pub labels: Vec<PathBuf>,
    /// 测量数据：文件已有则直接读取，否则测量后写入
    /// Measurements: read from this file if it exists, otherwise measured and written to it
    #[arg(long, value_name = "JSONL", verbatim_doc_comment)]
    pub measurements: Option<PathBuf>,
    /// 属性网络的训练文件夹（training）：其中有网络对训练照片的折外输出，测量这些照片时以其为准；也有标注的更正
    /// The folder of the training of the networks for attributes (training): photos that they were trained on are measured
    /// with its out-of-fold outputs, and labels are corrected by its corrections.csv
    #[arg(long, value_name = "DIR", verbatim_doc_comment)]
    pub training: Option<PathBuf>,
    #[command(flatten)]
    pub profile: ProfileArgs,
    /// 输出格式
    /// Output format
    #[arg(long, value_enum, default_value_t = MetricsFormat::Text, verbatim_doc_comment)]
    pub format: MetricsFormat,
}

#[derive(clap::Args)]
pub struct MeasureArgs {
    /// 按 ISO/IEC 29794-5 测量，输出与 OFIQ 相同的表格
    /// The measures of ISO/IEC 29794-5, as a table like that of OFIQ
    #[arg(long, verbatim_doc_comment)]
    pub iso: bool,
    #[command(flatten)]
    pub photos: PhotoArgs,
}

#[derive(clap::Args)]
pub struct JudgeArgs {
    #[command(flatten)]
    pub profile: ProfileArgs,
    /// 输出格式
    /// Output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, verbatim_doc_comment)]
    pub format: ReportFormat,
    /// measure 命令写出的文件；“-”为标准输入
    /// Files that the command measure wrote; `-` for standard input
    #[arg(required = true, value_name = "FILE", verbatim_doc_comment)]
    pub files: Vec<PathBuf>,
}

/// The format of metrics.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MetricsFormat {
    /// 供阅读 · For people
    Text,
    /// 供程序使用 · For programs
    Json,
    /// 供写入 ACCURACY.md · For ACCURACY.md
    Markdown,
}

/// The format of reports.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// 供阅读 · For people
    Text,
    /// 一个文件：一份报告；文件夹或多个文件：数组 · One file: its report; several: an array of {"file", "report"}
    Json,
    /// 每张照片一行 {"file", "report"} · One line {"file", "report"} per photo
    Jsonl,
    /// 每张照片一行的表格 · A table with one row per photo
    Csv,
}

const PROFILE_CHECK_HELP: &str = "\
退出码：0 全部没有问题；1 有错误；2 有文件无法读取。
Exit codes: 0 all fine; 1 mistakes found; 2 a file cannot be read.";

const MEASURE_HELP: &str = "\
不加 --iso：每张照片一行 JSON，可用 judge 命令按任一公告判断。
Without --iso: one line of JSON per photo, which the command judge judges by any profile.

加 --iso：表格中先是各项的原始值，再是各项 0 至 100 的质量分（.scalar）。空格：本程序没有这一项所需的模型；-1：这张照片上无法测量。
With --iso: a table with first the native value of each measure, then its quality from 0 to 100 (.scalar).
Empty: this program lacks the model for the measure; -1: it could not be measured on this photo.";

const CHECK_HELP: &str = "\
文件夹：逐级查找照片，按文件名排序；只看常见的图片后缀（jpg jpeg jpe jfif png heic heif webp avif gif bmp tif tiff），不看以点开头的文件。直接指定的文件一律检查，不论后缀。
Folders are searched at every depth, sorted by name, for files with these extensions; names that begin with a dot are skipped. A file named on the command line is always checked.

退出码：0 全部合格；1 有照片不合格；3 没有不合格，但有照片未能判定；2 用法有误，或有文件无法读取。
Exit codes:
  0  all photos accepted
  1  some photo rejected
  3  none rejected, but some undecided
  2  wrong use, or a path that cannot be read";
