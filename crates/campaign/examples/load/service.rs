//! The processes: the simulator, the service once or several times, and the commands of the operator.

use crate::payment::{WechatPay, today};
use crate::reviewer::Credentials;
use crate::{Arguments, Failure, candidate};
use precheck_campaign::campaign_file::SAMPLE;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, RwLock, watch};

/// The shortest and the longest time between two kills.
const KILL_AFTER_MS: (u64, u64) = (200, 1000);

/// The time between two comparisons of everything.
const COMPARED_AFTER: Duration = Duration::from_secs(5);

/// The file of the merchant.
const MERCHANT: &str = "merchant.toml";

/// Everything that runs.
pub struct Service {
    folder: PathBuf,
    programs: PathBuf,
    database: Option<String>,
    simulator_address: String,
    simulator: Child,
    /// The processes and their ports.
    processes: Mutex<Vec<(u16, Child)>>,
    ports: Vec<u16>,
    /// Held while the database is there.
    database_is_there: RwLock<()>,
    /// Who reviews.
    pub staff: Credentials,
    /// Where all pay.
    pub wechat_pay: WechatPay,
    /// The day on which it began.
    first_day: String,
}

impl Service {
    /// Makes the campaign with its roster, and starts the processes.
    pub async fn start(arguments: &Arguments) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("precheck-load-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let programs = fs::canonicalize(&arguments.programs)?;
        let (simulator, simulator_address) = start_simulator(&programs)?;
        let wechat_pay = WechatPay::new(&simulator_address)?;
        fs::write(folder.join(MERCHANT), wechat_pay.merchant_file().await?)?;
        let mut service = Self {
            folder,
            programs,
            database: arguments.database.clone(),
            simulator_address,
            simulator,
            processes: Mutex::new(Vec::new()),
            ports: Vec::new(),
            database_is_there: RwLock::default(),
            staff: Credentials { name: "reviewer".into(), password: String::new(), secret: Vec::new() },
            wechat_pay,
            first_day: today(),
        };
        service.set_up(arguments)?;
        for _ in 0..arguments.processes {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            service.ports.push(port);
            let child = service.serve(port)?;
            service.processes.lock().await.push((port, child));
        }
        Ok(service)
    }

    /// Where the processes listen.
    pub fn addresses(&self) -> Vec<String> {
        self.ports.iter().map(|port| format!("http://127.0.0.1:{port}")).collect()
    }

    fn set_up(&mut self, arguments: &Arguments) -> Result<(), Failure> {
        let fee = format!("fee_fen = {}", arguments.fee);
        let changes = [
            ("fee_fen = 0", &*fee),
            ("id = \"beijing-zikao-2022\"", "id = \"load\""),
            ("opens = 2022-", "opens = 2000-"),
            ("closes = 2022-", "closes = 2100-"),
            ("recollection_deadline = 2022-", "recollection_deadline = 2100-"),
            ("accepted_percent = 100", "accepted_percent = 10"),
            // A second opinion needs a second reviewer.
            ("second_percent = 5", "second_percent = 0"),
            ("undo_seconds = 10", "undo_seconds = 1"),
        ];
        let campaign = changes.iter().fold(SAMPLE.to_owned(), |text, (old, new)| text.replace(old, new));
        let roster: String = (0..arguments.candidates).map(candidate::roster_line).collect();
        fs::write(self.folder.join("load.toml"), campaign)?;
        fs::write(self.folder.join("roster.csv"), format!("层次,姓名,证件类型,证件号码,学号\n{roster}"))?;
        self.operator(&["create", "load.toml"])?;
        self.operator(&["import", "load", "roster.csv"])?;
        let printed = self.operator(&["staff", "add", "reviewer", "--role", "reviewer"])?;
        let value = |label: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix(label));
            line.map(str::to_owned).ok_or_else(|| format!("`staff add` prints no {label}"))
        };
        self.staff.password = value("password ")?;
        let secret = value("totp ")?;
        let secret = secret.split("secret=").nth(1).and_then(|rest| rest.split('&').next());
        self.staff.secret = base32(secret.ok_or("`staff add` prints no secret")?);
        Ok(())
    }

    /// Runs a command of the operator to its end.
    fn operator(&self, arguments: &[&str]) -> Result<String, Failure> {
        let output = self.command().args(arguments).output()?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{}` failed:\n{printed}{errors}", arguments.join(" ")).into())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.programs.join("precheck-campaign"));
        command.current_dir(&self.folder).arg("--data").arg(self.folder.join("data"));
        command.args(self.database.iter().flat_map(|url| ["--database", url]));
        // All candidates come from one address, and a try whose answer a kill took away is made again.
        for limit in ["ADDRESS", "ACCOUNT", "NUMBER"] {
            command.env(format!("PRECHECK_CAMPAIGN__TRIES_PER_{limit}"), "1000000");
        }
        command.env("PRECHECK_CAMPAIGN__WECHAT", &self.simulator_address);
        command.env("PRECHECK_CAMPAIGN__SMS", &self.simulator_address);
        command.env("PRECHECK_CAMPAIGN__GATEWAY", &self.simulator_address);
        command.env("PRECHECK_CAMPAIGN__MERCHANT", self.folder.join(MERCHANT));
        command.env("PRECHECK_SERVER__LOG", "error");
        command
    }

    fn serve(&self, port: u16) -> Result<Child, Failure> {
        let mut command = self.command();
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}")]).stdout(Stdio::null());
        command.env("PRECHECK_CAMPAIGN__PUBLIC_ADDRESS", format!("http://127.0.0.1:{port}"));
        Ok(command.spawn()?)
    }

    /// Builds the archive and verifies it.
    pub fn deliver(&self) -> Result<String, Failure> {
        self.operator(&["deliver", "load"])?;
        let folder = self.folder.join("data/objects/load/deliveries");
        let mut archives = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            // The parts of one that was begun twice have other endings.
            archives.extend((path.extension() == Some("zip".as_ref())).then_some(path));
        }
        let [archive] = &archives[..] else {
            return Err(format!("{} archives instead of one", archives.len()).into());
        };
        self.operator(&["verify", &archive.display().to_string()])
    }

    /// Ends the processes, and compares rows, objects, states and audit, and the books with WeChat Pay's bills.
    pub async fn stop_and_check(&self, paid: bool) -> Result<(), Failure> {
        for (_, child) in self.processes.lock().await.iter_mut() {
            child.kill()?;
            child.wait()?;
        }
        if paid {
            self.wechat_pay.next_day().await?;
            let mut days = vec![self.first_day.clone(), today()];
            days.dedup();
            for day in days {
                self.hear_of_refunds(&day)?;
                println!("bill of {day}: nothing differs{}", self.operator(&["reconcile", &day])?);
            }
        }
        let found = self.operator(&["fsck", "--thorough"])?;
        println!("fsck: nothing differs{found}");
        Ok(fs::remove_dir_all(&self.folder)?)
    }

    /// The processes were stopped before they heard of every refund that WeChat Pay has made: the bill tells, and mends it.
    fn hear_of_refunds(&self, day: &str) -> Result<(), Failure> {
        let Err(found) = self.operator(&["reconcile", day]) else { return Ok(()) };
        let text = found.to_string();
        let differences: Vec<&str> = text.lines().filter(|line| line.starts_with("payment ")).collect();
        let is_mended = |line: &&str| line.ends_with("refunded in the bill, refunding here; recorded now");
        if differences.is_empty() || !differences.iter().all(is_mended) {
            return Err(found);
        }
        println!("bill of {day}: {} refunds of which nobody had heard yet", differences.len());
        Ok(())
    }
}

impl Drop for Service {
    /// Nothing keeps running, whatever went wrong.
    fn drop(&mut self) {
        let processes = self.processes.get_mut().iter_mut().map(|(_, child)| child);
        for child in processes.chain([&mut self.simulator]) {
            // Those that have ended already cannot be killed.
            let _ = child.kill().and_then(|()| child.wait());
        }
    }
}

fn start_simulator(programs: &Path) -> Result<(Child, String), Failure> {
    let mut command = Command::new(programs.join("precheck-simulator"));
    command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut simulator = command.spawn()?;
    let printed = simulator.stdout.take().ok_or("the simulator prints nothing")?;
    let address = BufReader::new(printed).lines().next().ok_or("the simulator did not start")??;
    Ok((simulator, address))
}

/// Compares everything again and again while the others work, until told to stop; answers how often.
pub async fn compare(service: Arc<Service>, stop: watch::Receiver<bool>) -> Result<usize, Failure> {
    let mut count = 0;
    while !*stop.borrow() {
        let compared = service.clone();
        let _there = service.database_is_there.read().await;
        tokio::task::spawn_blocking(move || compared.operator(&["fsck"])).await??;
        count += 1;
        tokio::time::sleep(COMPARED_AFTER).await;
    }
    Ok(count)
}

/// Kills the processes in turn, at random times, until told to stop; answers how often.
pub async fn kill(
    service: Arc<Service>,
    times: usize,
    crash: Option<String>,
    stop: watch::Receiver<bool>,
) -> Result<usize, Failure> {
    let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
    for count in 0..times {
        // xorshift: the same times in every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let (shortest, longest) = KILL_AFTER_MS;
        tokio::time::sleep(Duration::from_millis(shortest + random % (longest - shortest))).await;
        if *stop.borrow() {
            return Ok(count);
        }
        if let Some(command) = crash.as_deref().filter(|_| count == times / 2) {
            let _gone = service.database_is_there.write().await;
            let status = Command::new("sh").args(["-c", command]).stdout(Stdio::null()).status()?;
            if !status.success() {
                return Err(format!("`{command}`: {status}").into());
            }
            println!("the database was stopped and started");
        }
        let mut processes = service.processes.lock().await;
        let place = count % processes.len();
        // SIGKILL.
        processes[place].1.kill()?;
        processes[place].1.wait()?;
        processes[place].1 = service.serve(processes[place].0)?;
    }
    Ok(times)
}

/// RFC 4648, section 6; `precheck-campaign` prints nothing else.
fn base32(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        other => other.wrapping_sub(b'2').wrapping_add(26),
    };
    let bits: Vec<u8> =
        text.bytes().flat_map(|letter| (0..5).rev().map(move |bit| value(letter) >> bit & 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
}
