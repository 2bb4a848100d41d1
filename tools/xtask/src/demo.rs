//! A campaign to try out beside the check page: institutions with their rosters, staff, and the endpoints of WeChat, WeChat
//! Pay and the SMS vendor on loopback. What it is made of stays for a day in `target/demo`, so that a restart knows the same
//! people.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::command::{Result, output, program, root};
use crate::native::CampaignPrograms;
use crate::site;

/// The profile and notice of all campaigns, and its office's own institution.
const SAMPLE: &str = "crates/campaign/campaign.toml";

/// Made-up places and kinds of further institutions; some characters have several readings in pinyin.
const PLACES: [&str; 10] =
    ["重山", "长林", "朝湖", "厦岭", "乐水", "单河", "六合湾", "渑川", "亳原", "东阿湖"];
const KINDS: [&str; 3] = ["大学", "师范学院", "职业技术学院"];

/// Institutions, candidates of each, and candidates that are printed.
const INSTITUTIONS: usize = 30;
const CANDIDATES: usize = 20;
const PRINTED: usize = 3;

const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "欧阳"];
const GIVEN_NAMES: [&str; 10] = ["梦梦", "伟", "芳", "子涵", "建国", "晓燕", "宇轩", "丽", "思远", "雨桐"];

/// One of each role.
const STAFF: [&str; 5] = ["reviewer", "lead", "helpdesk", "office", "admin"];

/// How long the same demo is used again.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Who is in the demo: written last, so that a demo without it is not whole.
const IDENTITIES: &str = "identities.txt";

/// The demo's processes; they end with it.
pub struct Demo {
    children: Vec<Child>,
    /// When the service was compiled.
    pub compiled: SystemTime,
}

impl Drop for Demo {
    fn drop(&mut self) {
        for child in &mut self.children {
            // One that has ended cannot be killed.
            let _ = child.kill().and_then(|()| child.wait());
        }
    }
}

impl Demo {
    /// Makes the demo if there is none of today, and starts its processes on the two ports after that of the check page.
    ///
    /// # Errors
    /// A command fails, or a port is in use.
    pub fn start(programs: &CampaignPrograms, listen: &str) -> Result<Self> {
        let compiled = programs.campaign.metadata()?.modified()?;
        let mut demo = Self { children: Vec::new(), compiled };
        let folder = root().join("target/demo");
        let identities = folder.join(IDENTITIES);
        let written = identities.metadata().and_then(|file| file.modified());
        if !written.is_ok_and(|time| time.elapsed().is_ok_and(|age| age < KEPT)) {
            if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
            fs::create_dir_all(&folder)?;
            let known = make(&programs.campaign, &folder)?;
            fs::write(&identities, known)?;
        }
        let keys = folder.join("keys");
        let mut providers = program(&programs.simulator);
        providers.arg("--keys").arg(&keys);
        let providers = demo.serve(providers, &after(listen, 2)?)?;
        let address = after(listen, 1)?;
        let mut service = command(&programs.campaign, &folder);
        service.arg("serve").arg("--www").arg(site::campaign()).arg("--office").arg(site::office());
        for key in ["WECHAT", "SMS", "GATEWAY"] {
            service.env(format!("PRECHECK_CAMPAIGN__{key}"), &providers);
        }
        service
            .env("PRECHECK_CAMPAIGN__MERCHANT", keys.join("merchant.toml"))
            .env("PRECHECK_CAMPAIGN__PAY_PAGE", format!("{providers}/pay"))
            .env("PRECHECK_CAMPAIGN__PUBLIC_ADDRESS", format!("http://{address}"))
            .env("PRECHECK_SERVER__LOG", "warn");
        let campaign = demo.serve(service, &address)?;
        println!("\n{}", fs::read_to_string(identities)?);
        println!("check page  http://{listen}");
        println!("campaign    {campaign}, {campaign}/api/v1/openapi.json");
        println!("office      {campaign}/office/");
        println!(
            "WeChat, SMS {providers}/_control/ledger (codes that were sent; NAME.1, NAME.2 … log NAME in)"
        );
        Ok(demo)
    }

    /// Starts a process; gives the address that it prints.
    fn serve(&mut self, mut command: Command, listen: &str) -> Result<String> {
        let mut child = command.args(["--listen", listen]).stdout(Stdio::piped()).spawn()?;
        let printed = child.stdout.take().map(BufReader::new);
        self.children.push(child);
        let mut address = String::new();
        printed.map(|mut printed| printed.read_line(&mut address)).transpose()?;
        if address.is_empty() {
            Err(format!("nothing listens on {listen}").into())
        } else {
            Ok(address.trim().to_owned())
        }
    }
}

/// The same address, so many ports later; any free port if it is any.
fn after(listen: &str, ports: u16) -> Result<String> {
    let (host, port) = listen.rsplit_once(':').ok_or("`--listen` is ADDRESS:PORT")?;
    let port: u16 = port.parse()?;
    let port = if port == 0 { 0 } else { port.checked_add(ports).ok_or("the port is too high")? };
    Ok(format!("{host}:{port}"))
}

fn command(campaign: &Path, folder: &Path) -> Command {
    let mut command = program(campaign);
    command.arg("--data").arg(folder.join("data"));
    command
}

/// Creates the campaigns, imports their rosters and adds the staff; gives what people need to know of them.
fn make(campaign: &Path, folder: &Path) -> Result<String> {
    let operator = |arguments: &[&str]| output(command(campaign, folder).args(arguments), &[0]);
    let day = |which: &str| {
        output(program("date").args(["--date", which, "+%F"]), &[0]).map(|day| day.trim().to_owned())
    };
    let window = [
        ("opens", day("yesterday")?),
        ("closes", day("30 days")?),
        ("recollection_deadline", day("60 days")?),
    ];
    let sample = window
        .iter()
        .fold(fs::read_to_string(root().join(SAMPLE))?, |text, (key, day)| dated(&text, key, day));
    let places = PLACES.iter().flat_map(|place| KINDS.map(|kind| format!("{place}{kind}")));
    let names = ["北京市高等教育自学考试".to_owned()].into_iter().chain(places);
    let mut known = String::from("candidates (institution: level, name, 居民身份证, 学号)\n");
    for (number, name) in names.take(INSTITUTIONS).enumerate() {
        let id = if number == 0 { "beijing-zikao-2022".to_owned() } else { format!("demo-{number:02}") };
        let text = sample
            .replace("id = \"beijing-zikao-2022\"\n# What", &format!("id = \"{id}\"\n# What"))
            .replace("name = \"北京市高等教育自学考试\"", &format!("name = \"{name}\""))
            .replace("code = \"90001\"", &format!("code = \"{}\"", 90_001 + number));
        let text = if number == 0 {
            // Here there is a fee.
            text.replace("fee_fen = 0", "fee_fen = 3000")
        } else {
            text.replace("2022年上半年北京市高等教育自学考试", &name)
        };
        let candidates: Vec<[String; 4]> = (0..CANDIDATES).map(|place| candidate(number, place)).collect();
        let lines: String = candidates
            .iter()
            .map(|[level, name, id_number, student]| {
                format!("{level},{name},居民身份证,{id_number},{student}\n")
            })
            .collect();
        fs::write(folder.join("campaign.toml"), text)?;
        fs::write(folder.join("roster.csv"), format!("学历层次,姓名,证件类型,证件号码,学号\n{lines}"))?;
        operator(&["create", &path(folder.join("campaign.toml"))])?;
        operator(&["import", &id, &path(folder.join("roster.csv"))])?;
        if number < PRINTED {
            for person in candidates.iter().take(PRINTED) {
                known.push_str(&format!("  {name}: {}\n", person.join(", ")));
            }
        }
    }
    known.push_str("staff (sign in with name, password and a one-time password of the otpauth address)\n");
    for role in STAFF {
        let printed = operator(&["staff", "add", role, "--role", role])?;
        known.push_str(&format!("  {}\n", printed.lines().collect::<Vec<_>>().join(", ")));
    }
    Ok(known)
}

fn path(path: PathBuf) -> String {
    path.display().to_string()
}

/// The campaign file with another day in a line such as `opens = 2022-06-18T00:00:00`.
fn dated(text: &str, key: &str, day: &str) -> String {
    let line = |line: &str| match line.strip_prefix(key).and_then(|rest| rest.split_once('T')) {
        Some((_, time)) if line[key.len()..].starts_with(" = ") => format!("{key} = {day}T{time}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Level, name, ID number and student number of a candidate.
fn candidate(institution: usize, place: usize) -> [String; 4] {
    let number = institution * CANDIDATES + place;
    let name = format!(
        "{}{}",
        SURNAMES[number % SURNAMES.len()],
        GIVEN_NAMES[number / SURNAMES.len() % GIVEN_NAMES.len()]
    );
    let level = if place.is_multiple_of(2) { "本科" } else { "专科" };
    [level.to_owned(), name, id_number(number), format!("05{:02}11{place:04}", institution + 1)]
}

/// The number of somebody born on 7 March 1990, with its check character (ISO/IEC 7064, MOD 11-2).
fn id_number(number: usize) -> String {
    let digits = format!("11010119900307{number:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize =
        digits.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{digits}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_check_character_of_the_standard() {
        assert_eq!(id_number(1), "110101199003070011");
    }

    #[test]
    fn the_sample_gets_the_days_of_the_demo() {
        let text = "# opens\nopens = 2022-06-18T00:00:00\nopens_late = 1\n";
        assert_eq!(
            dated(text, "opens", "2026-01-02"),
            "# opens\nopens = 2026-01-02T00:00:00\nopens_late = 1\n"
        );
        assert_eq!(after("127.0.0.1:8080", 2).unwrap(), "127.0.0.1:8082");
        assert_eq!(after("127.0.0.1:0", 2).unwrap(), "127.0.0.1:0");
        assert!(after("8080", 1).is_err());
    }
}
