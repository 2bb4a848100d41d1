//! The processor time that HTTP takes of a check: receiving 3.3 MB, queueing, answering.
//!
//! `cargo bench --package precheck-server --bench http_share` prints it as a row of README's table, the median of
//! some rounds. The runtime has one thread for HTTP; the system counts
//! its time (`/proc/thread-self/schedstat`, nanoseconds). The sender is another thread, and the check runs on
//! a third, so neither is counted. The body's content does not matter to HTTP; it is one that is judged
//! quickly.

use portrait_precheck::models::NoModels;
use precheck_server::{ApiState, ChecksConfig, ServerConfig, app, serve};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::mpsc;
use tokio::net::TcpListener;

const PHOTO_BYTES: usize = 3_300_000;
const REQUESTS: u32 = 100;
const ROUNDS: usize = 7;

fn main() {
    let mut rounds: Vec<f64> = (0..ROUNDS).map(|_| milliseconds_a_request()).collect();
    rounds.sort_by(f64::total_cmp);
    println!(
        "| processor time that HTTP takes of a photo of 3.3 MB | {:.2} ms | 1.5 ms |",
        rounds[ROUNDS / 2]
    );
}

/// Mean processor time of the HTTP thread over one round.
fn milliseconds_a_request() -> f64 {
    let (sender, address) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let http = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let config = ServerConfig::default();
            let router = app(&ApiState::new(ChecksConfig::default(), NoModels), &config);
            let before = nanoseconds_of_this_thread();
            serve::serve(listener, router, &config, async { drop(stopped.await) }).await;
            nanoseconds_of_this_thread() - before
        })
    });
    send_photos(address.recv().unwrap());
    stop.send(()).unwrap();
    let spent = http.join().unwrap();
    spent as f64 / f64::from(REQUESTS) / 1e6
}

fn send_photos(address: SocketAddr) {
    let head = format!(
        "POST /api/v1/checks?profile=chsi-graduation HTTP/1.1\r\nHost: localhost\r\nContent-Length: {PHOTO_BYTES}\r\n\r\n"
    );
    let request = [head.as_bytes(), &vec![7; PHOTO_BYTES]].concat();
    let mut connection = TcpStream::connect(address).unwrap();
    for _ in 0..REQUESTS {
        connection.write_all(&request).unwrap();
        assert!(answer(&mut connection).starts_with("HTTP/1.1 200 OK"));
    }
}

/// One answer of a connection that stays open.
fn answer(connection: &mut TcpStream) -> String {
    let mut received = Vec::new();
    let mut piece = [0; 1 << 16];
    loop {
        let count = connection.read(&mut piece).unwrap();
        received.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&received);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        if body.len() >= length.parse().unwrap() {
            return text.into_owned();
        }
    }
}

fn nanoseconds_of_this_thread() -> u64 {
    let schedstat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    schedstat.split(' ').next().unwrap().parse().unwrap()
}
