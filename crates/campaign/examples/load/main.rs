//! Takes candidates from an empty database to a verified archive, by HTTP, while processes are killed. `cargo xtask load`
//! builds and runs it; the figures it prints are those of this machine.
//!
//! Every answer that a client got is a promise: at the end each candidate's collection has to be delivered with the photo
//! that was acknowledged, and `fsck` has to find nothing, meanwhile and at the end. All pay, while every second request to
//! WeChat Pay, every second callback and every eighth request to the vendor of messages goes wrong: at the end WeChat Pay
//! keeps the fee of each candidate who stayed once and nobody else's, its bill is the same as the books, and everybody has
//! been told, at most once more for each process that died and each answer that was lost.
#![forbid(unsafe_code)]

mod candidate;
mod figures;
mod payment;
mod requests;
mod reviewer;
mod service;

use candidate::{Candidate, Photo};
use clap::Parser;
use figures::Figures;
use requests::Requests;
use service::Service;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::sync::watch;

/// What goes wrong while measuring.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Loads the campaign service.
#[derive(Parser)]
pub struct Arguments {
    /// The programs `precheck-campaign` and `precheck-simulator`
    #[arg(long, value_name = "FOLDER")]
    programs: PathBuf,
    /// A photo that the check accepts; each candidate sends it with a comment of his own
    #[arg(long, value_name = "FILE")]
    photo: PathBuf,
    /// How many candidates there are
    #[arg(long, default_value_t = 2000)]
    candidates: usize,
    /// What each pays, in fen; nobody pays if it is 0
    #[arg(long, default_value_t = 3000)]
    fee: u32,
    /// How many of them act at once
    #[arg(long, default_value_t = 16)]
    clients: usize,
    /// How many requests there are in a second, at most; without it as many as are answered
    #[arg(long)]
    rate: Option<u32>,
    /// How often a process is killed
    #[arg(long, default_value_t = 0)]
    kills: usize,
    /// A command that is run when half of the processes have been killed: it stops the database at once, and starts it again
    #[arg(long, value_name = "COMMAND")]
    crash: Option<String>,
    /// How many processes there are; more than one needs `--database`
    #[arg(long, default_value_t = 1)]
    processes: usize,
    /// The address of an empty PostgreSQL database; without it SQLite
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let photo = Photo::read(&arguments.photo)?;
    let service = Arc::new(Service::start(&arguments).await?);
    let figures = Arc::new(Figures::default());
    let requests = Arc::new(Requests::new(service.addresses(), arguments.rate, figures.clone())?);
    service.wechat_pay.go_wrong(arguments.candidates).await?;
    let (ready, finished) = watch::channel(false);
    let reviewer = tokio::spawn(reviewer::work(requests.clone(), service.staff.clone(), finished.clone()));
    let comparer = tokio::spawn(service::compare(service.clone(), finished.clone()));
    let killer =
        tokio::spawn(service::kill(service.clone(), arguments.kills, arguments.crash.clone(), finished));
    let started = Instant::now();
    let candidates = collect(&arguments, &requests, &service, &photo).await?;
    let seconds = started.elapsed().as_secs_f64();
    let count = candidates.len();
    let candidates: Vec<Candidate> = candidates.into_iter().filter(|candidate| !candidate.has_left).collect();
    let stayed: Vec<usize> = candidates.iter().map(|candidate| candidate.number).collect();
    reviewer::until_decided(&requests, &candidates).await?;
    ready.send_replace(true);
    let reviewed = reviewer.await??;
    let kills = killer.await??;
    let compared = comparer.await??;
    println!("{count} candidates in {seconds:.1} s: {:.1} a second", count as f64 / seconds);
    println!("{reviewed} photos decided by a person, {kills} processes killed");
    println!("fsck beside all that, {compared} times: nothing differs");
    println!("{figures}");
    if arguments.fee > 0 {
        println!("{}", service.wechat_pay.settle(i64::from(arguments.fee), &stayed).await?);
    }
    let delivered = service.deliver()?;
    println!("{delivered}");
    for candidate in &candidates {
        candidate.expect(&requests, "delivered").await?;
    }
    let kinds: &[&str] = if arguments.fee > 0 { &["paid", "approved"] } else { &["approved"] };
    let (twice, lost) = service.wechat_pay.messages(&stayed, kinds, arguments.candidates).await?;
    if twice > kills + lost {
        return Err(
            format!("{twice} messages were sent twice, by {kills} kills and {lost} lost answers").into()
        );
    }
    println!("all messages were sent, {twice} of them once more; {lost} answers to them were lost");
    service.stop_and_check(arguments.fee > 0).await
}

/// All candidates hand in their photos.
async fn collect(
    arguments: &Arguments,
    requests: &Arc<Requests>,
    service: &Arc<Service>,
    photo: &Photo,
) -> Result<Vec<Candidate>, Failure> {
    let next = Arc::new(AtomicUsize::new(0));
    let clients = (0..arguments.clients).map(|_| {
        let (requests, service, photo, next) =
            (requests.clone(), service.clone(), photo.clone(), next.clone());
        let (count, fee) = (arguments.candidates, arguments.fee);
        tokio::spawn(async move {
            let mut done = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok::<_, Failure>(done);
                }
                done.push(if fee > 0 {
                    Candidate::go(&requests, number, &photo, &service.wechat_pay).await?
                } else {
                    Candidate::hand_in(&requests, number, &photo).await?
                });
            }
        })
    });
    let mut candidates = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        candidates.extend(client.await??);
    }
    Ok(candidates)
}
