//! The server under load: how many photos it checks a second, and what it answers beyond its capacity.
//!
//! `PRECHECK_BENCH_PHOTO=photo.jpg cargo bench --package precheck-server --bench load` prints rows of README's
//! table. Senders and server share the machine, so that the server has less than all of it.

use portrait_precheck::models::ModelSet;
use precheck_server::{ApiState, ChecksConfig, ServerConfig, app, serve};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// How long each phase lasts.
const PHASE: Duration = Duration::from_secs(6);

/// Senders of the second phase; each has a connection of its own and sends in its turn.
const SENDERS: u32 = 200;

/// What the second phase asks for, in capacities.
const TOO_MUCH: f64 = 2.0;

/// An answer: its status, and how long after its turn it was there.
type Answer = (u16, Duration);

fn main() {
    let Some(path) = std::env::var_os("PRECHECK_BENCH_PHOTO") else {
        return println!("skipped: PRECHECK_BENCH_PHOTO names no photo");
    };
    let photo = std::fs::read(path).unwrap();
    let head = format!(
        "POST /api/v1/checks?profile=beijing-zikao-2022 HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n",
        photo.len()
    );
    let request = [head.as_bytes(), &photo].concat();
    let cores = ChecksConfig::default().workers.get();
    let (address, stop) = start();

    let answers = at_capacity(address, &request, cores as u32);
    let capacity = answers.len() as f64 / PHASE.as_secs_f64();
    println!("| photos a second a core | {:.1} | |", capacity / cores as f64);

    let mut answers = at_rate(address, &request, capacity * TOO_MUCH);
    answers.sort_by_key(|(_, latency)| *latency);
    let (_, worst) = answers[answers.len() * 99 / 100];
    let mut statuses = BTreeMap::<u16, usize>::new();
    for (status, _) in &answers {
        *statuses.entry(*status).or_default() += 1;
    }
    let counted: Vec<String> = statuses.iter().map(|(status, count)| format!("{count} x {status}")).collect();
    println!("| answers at twice the capacity | {} | 200 and 429 only |", counted.join(", "));
    println!("| 99 of 100 answers at twice the capacity within | {:.2} s | |", worst.as_secs_f64());
    assert!(statuses.keys().all(|status| [200, 429].contains(status)), "{statuses:?}");
    drop(stop);
}

/// The real server on a free port; it ends with the process.
fn start() -> (SocketAddr, tokio::sync::oneshot::Sender<()>) {
    let (sender, address) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    thread::spawn(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let config = ServerConfig::default();
            let state = ApiState::new(ChecksConfig::default(), ModelSet::embedded().unwrap());
            let router = app(&state, &config);
            serve::serve(listener, router, &config, async { drop(stopped.await) }).await;
        });
    });
    (address.recv().unwrap(), stop)
}

/// As many senders as there are workers, each sending again as soon as it has its answer.
fn at_capacity(address: SocketAddr, request: &[u8], senders: u32) -> Vec<Answer> {
    let end = Instant::now() + PHASE;
    by_senders(senders, |_, answers| {
        let mut connection = TcpStream::connect(address).unwrap();
        while Instant::now() < end {
            answers.push(ask(&mut connection, request, Instant::now()));
        }
    })
}

/// This many requests a second, whether or not earlier ones have been answered.
fn at_rate(address: SocketAddr, request: &[u8], rate: f64) -> Vec<Answer> {
    let start = Instant::now();
    by_senders(SENDERS, |sender, answers| {
        let mut connection = TcpStream::connect(address).unwrap();
        for turn in (sender..).step_by(SENDERS as usize) {
            let due = Duration::from_secs_f64(f64::from(turn) / rate);
            if due > PHASE {
                break;
            }
            thread::sleep((start + due).saturating_duration_since(Instant::now()));
            answers.push(ask(&mut connection, request, start + due));
        }
    })
}

fn by_senders(senders: u32, work: impl Fn(u32, &mut Vec<Answer>) + Sync) -> Vec<Answer> {
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = (0..senders)
            .map(|sender| {
                scope.spawn(move || {
                    let mut answers = Vec::new();
                    work(sender, &mut answers);
                    answers
                })
            })
            .collect();
        running.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
    })
}

/// Sends the request and reads the whole answer.
fn ask(connection: &mut TcpStream, request: &[u8], due: Instant) -> Answer {
    connection.write_all(request).unwrap();
    let mut received = Vec::new();
    let mut piece = [0; 1 << 16];
    loop {
        let count = connection.read(&mut piece).unwrap();
        assert!(count > 0, "the server hung up");
        received.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&received);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        if body.len() >= length.parse().unwrap() {
            let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
            return (status, due.elapsed());
        }
    }
}
