//! The campaign as a program: the service, and what an operator does at the command line.
#![forbid(unsafe_code)]

use clap::{Args, Parser, Subcommand};
use portrait_precheck::models::{ModelSet, NoModels};
use precheck_campaign::clock::Clock;
use precheck_campaign::command::open;
use precheck_campaign::config::{CampaignConfig, Role};
use precheck_campaign::context::App;
use precheck_campaign::db::Actor;
use precheck_campaign::task::{self, TaskKind};
use precheck_campaign::{
    backup, campaign, collection, delivery, fsck, payment, problem::Problem, retention, roster, rotation,
    staff,
};
use precheck_foundation::json::EnumName;
use precheck_server::{ChecksConfig, ConfigSources, ServerConfig, log, serve};
use serde::Serialize;
use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;

/// Seconds in which running requests end when the service stops; a worker has as long for its task.
const DRAIN_SECONDS: u64 = 8;

/// When a worker is cut off that cannot give its task back: the process ends within ten seconds.
const CUT_OFF: Duration = Duration::from_secs(9);

/// Collects portrait photos: from a roster to the archive for the office.
///
/// Every setting can also be set by a file (`--config`) or by a variable of the environment, such as
/// PRECHECK_CAMPAIGN__DATABASE.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(flatten)]
    places: Places,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args, Serialize)]
struct Places {
    /// Settings, as TOML
    #[arg(long, value_name = "FILE", global = true)]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// The folder of the embedded database, the photos and the keys [default: campaign-data]
    #[arg(long, value_name = "FOLDER", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PathBuf>,
    /// The address of a PostgreSQL database
    #[arg(long, value_name = "URL", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    /// The address of an S3 bucket, or a folder
    #[arg(long, value_name = "URL", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    storage: Option<String>,
    /// The file of the keys
    #[arg(long, value_name = "FILE", global = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    keys: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API, and do what is due
    Serve {
        /// Where to listen [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<SocketAddr>,
        /// The folder of the candidates' pages [default: none, only the API]
        #[arg(long, value_name = "FOLDER")]
        www: Option<PathBuf>,
        /// The folder of the office's pages, served at /office/ [default: none, only the API]
        #[arg(long, value_name = "FOLDER")]
        office: Option<PathBuf>,
        /// What this process does [default: api,worker]
        #[arg(long, value_name = "ROLES", value_delimiter = ',')]
        role: Option<Vec<String>>,
    },
    /// Create a campaign from its file, or amend it
    Create {
        /// The file, as TOML
        file: PathBuf,
    },
    /// Import a roster: all of it, or nothing
    Import {
        /// The campaign's id
        campaign: String,
        /// The roster, CSV or XLSX
        file: PathBuf,
        /// Change nothing, and only say what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Members of staff
    #[command(subcommand)]
    Staff(StaffCommand),
    /// The keys that protect personal data
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Deliver what is approved
    Deliver {
        /// The campaign's id
        campaign: String,
    },
    /// Erase a record at its candidate's request, as if the candidate had left
    Erase {
        /// The collection's id
        id: String,
    },
    /// Remove what has been kept long enough
    Purge,
    /// Compare rows, objects, states and audit; exit 0 if all is as it should be
    Fsck {
        /// Read every photo and archive as well
        #[arg(long)]
        thorough: bool,
    },
    /// Compare WeChat Pay's bill of a day with the payments, and mend what it confirms; exit 0 if nothing differs
    Reconcile {
        /// The day, such as 2022-06-18; the bill is there from ten o'clock of the next one
        date: String,
    },
    /// Copy the database, the photos and the keys into a new folder, which can be used as `--data`; a PostgreSQL database by
    /// `pg_dump`, as `campaign.sql`
    Backup {
        /// The folder
        folder: PathBuf,
    },
    /// Compare a delivered archive with its manifest and hashes
    Verify {
        /// The archive
        archive: PathBuf,
    },
}

#[derive(Subcommand)]
enum StaffCommand {
    /// Add a member of staff; prints the password and the secret of one-time passwords
    Add {
        /// The name by which the person signs in
        name: String,
        /// reviewer, lead, helpdesk, office or admin
        #[arg(long)]
        role: String,
    },
    /// Give a member of staff a new password and secret, printed like those of `add`, and end the sessions of the old ones
    Renew {
        /// The name
        name: String,
    },
    /// End the sessions of a member of staff, who cannot sign in any more until `renew`
    Revoke {
        /// The name
        name: String,
    },
    /// Print the members of staff: name, role, open sessions
    List,
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Add a key, which seals once all processes are restarted
    Add,
    /// Seal with the current key what older ones have sealed
    Reseal,
}

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(Arguments { places, command }: Arguments) -> Result<ExitCode, Failure> {
    let sources = ConfigSources::load(places.config.as_deref(), CampaignConfig::TABLE, &places);
    let config: CampaignConfig = sources.table(CampaignConfig::TABLE)?;
    let server: ServerConfig = sources.table(ServerConfig::TABLE)?;
    let checks: ChecksConfig = sources.table(ChecksConfig::TABLE)?;
    log::to(server.log, std::io::stderr);
    if let Command::Verify { archive } = &command {
        return Ok(verified(archive));
    }
    if let Command::Serve { listen, www, office, role } = command {
        let config = CampaignConfig {
            role: roles(role, config.role.clone())?,
            www: www.or_else(|| config.www.clone()),
            office: office.or_else(|| config.office.clone()),
            ..config
        };
        let missing = [&config.www, &config.office].into_iter().flatten().find(|folder| !folder.is_dir());
        if let Some(missing) = missing {
            return Err(
                format!("there is no folder `{}`; `cargo xtask site` builds it", missing.display()).into()
            );
        }
        let server = ServerConfig {
            listen: listen.unwrap_or(server.listen),
            shutdown_seconds: server.shutdown_seconds.min(DRAIN_SECONDS),
            ..server
        };
        let app = open(config, checks, ModelSet::embedded()?, Clock::system()).await?;
        serve_until_stopped(app, server).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let app = open(config, checks, NoModels, Clock::system()).await?;
    let code = act(&app, command).await;
    app.db.close().await;
    code
}

/// A command that changes something, and ends.
async fn act(app: &App, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Create { file } => {
            let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            println!("{}", campaign::create(app, Actor::Operator, campaign::from_toml(&text)?, None).await?);
        }
        Command::Import { campaign, file, dry_run } => {
            let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            match roster::import(app, Actor::Operator, &campaign, bytes, dry_run, roster::Agreed::default())
                .await
            {
                Ok(imported) => println!("{imported}"),
                Err(problem) => return Ok(refused(&problem)),
            }
        }
        Command::Staff(StaffCommand::Add { name, role }) => add_staff(app, &name, &role).await?,
        Command::Staff(StaffCommand::Renew { name }) => {
            print(&name, &staff::enrol_again(app, Actor::Operator, &name).await?);
        }
        Command::Staff(StaffCommand::Revoke { name }) => staff::revoke(app, Actor::Operator, &name).await?,
        Command::Staff(StaffCommand::List) => {
            staff::list(app).await?.iter().for_each(|line| println!("{line}"));
        }
        Command::Deliver { campaign } => match delivery::begin(app, Actor::Operator, &campaign).await? {
            None => println!("0 new"),
            Some(id) => {
                task::now(app, TaskKind::BuildDelivery, &id).await?;
                println!("{}", serde_json::to_string(&delivery::one(app, &id).await?)?);
            }
        },
        Command::Erase { id } => collection::erase(app, Actor::Operator, &id).await?,
        Command::Purge => {
            for receipt in retention::purge(app, &Actor::Operator).await? {
                println!("{}", serde_json::to_string(&receipt)?);
            }
            task::run_all(app).await?;
        }
        Command::Keys(KeysCommand::Add) => rotation::add_key(&app.keys, &app.config.keys_file())?,
        Command::Keys(KeysCommand::Reseal) => println!("{} values", rotation::reseal(app).await?),
        Command::Backup { folder } => println!("{} objects", backup::backup(app, &folder).await?),
        Command::Fsck { thorough } => return Ok(listed(&fsck::differences(app, thorough).await?)),
        Command::Reconcile { date } => return Ok(listed(&payment::reconcile(app, &date).await?)),
        Command::Serve { .. } | Command::Verify { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints differences, a line each.
fn listed(differences: &[String]) -> ExitCode {
    differences.iter().for_each(|difference| println!("{difference}"));
    if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn roles(given: Option<Vec<String>>, usual: Vec<Role>) -> Result<Vec<Role>, Failure> {
    let Some(given) = given else { return Ok(usual) };
    let role = |name: &String| match name.as_str() {
        "api" => Ok(Role::Api),
        "worker" => Ok(Role::Worker),
        other => Err(format!("there is no role `{other}`; there are `api` and `worker`").into()),
    };
    given.iter().map(role).collect()
}

fn verified(archive: &std::path::Path) -> ExitCode {
    match delivery::verify(archive) {
        Ok(photos) => {
            println!("{photos} photos, all as listed");
            ExitCode::SUCCESS
        }
        Err(differences) => {
            differences.iter().for_each(|difference| println!("{difference}"));
            ExitCode::FAILURE
        }
    }
}

/// A refused roster, a line for each bad cell.
fn refused(problem: &Problem) -> ExitCode {
    println!("{problem}");
    if let Problem::Own { details, .. } = problem {
        for line in details["lines"].as_array().into_iter().flatten() {
            for flaw in line["flaws"].as_array().into_iter().flatten() {
                let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                println!(
                    "line {}: {}: {}",
                    line["line"],
                    text(&flaw["column"]),
                    text(&flaw["message"]["zh"])
                );
            }
        }
    }
    ExitCode::FAILURE
}

async fn add_staff(app: &App, name: &str, role: &str) -> Result<(), Failure> {
    let role = staff::Role::of(role).ok_or_else(|| {
        let known: Vec<&str> = staff::Role::NAMES.iter().map(|(name, _)| *name).collect();
        format!("there is no role `{role}`; there are {}", known.join(", "))
    })?;
    print(name, &staff::enrol(app, Actor::Operator, name, role).await?);
    Ok(())
}

fn print(name: &str, credentials: &staff::Credentials) {
    println!("name {name}\npassword {}\ntotp {}", credentials.password, credentials.totp_address(name));
}

/// Serves until the system asks the process to end; then finishes what runs, and lets go of the rest.
async fn serve_until_stopped(app: App, server: ServerConfig) -> Result<(), Failure> {
    let (stopping, stopped) = watch::channel(false);
    let mut asked = stopped.clone();
    let is_late = tokio::spawn(async move {
        let _ = asked.wait_for(|stopped| *stopped).await;
        sleep(CUT_OFF).await;
    });
    let does = |role| app.config.role.contains(&role);
    let worker = does(Role::Worker).then(|| tokio::spawn(task::work(app.clone(), stopped)));
    let stop = stop_signal()?;
    if does(Role::Api) {
        let listener = TcpListener::bind(server.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", server.listen))?;
        println!("http://{}", listener.local_addr()?);
        let router = precheck_campaign::app::app(&app);
        let stop = async {
            stop.await;
            stopping.send_replace(true);
        };
        serve::serve(listener, router, &server, stop).await;
    } else {
        stop.await;
        stopping.send_replace(true);
    }
    if let Some(worker) = worker {
        tokio::select! {
            _ = worker => {}
            _ = is_late => tracing::warn!("a task was cut off; another worker does it when its lease ends"),
        }
    }
    app.db.close().await;
    Ok(())
}

/// Ready when somebody presses Ctrl-C or the system asks the process to end.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
