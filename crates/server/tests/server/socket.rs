//! The server over a real socket: senders that stall, lie, never end or hang up, and the end of the server.

use crate::common::{Held, NoModels, PROFILE};
use portrait_precheck::{check, profile};
use precheck_imaging::container::limits::MAX_BYTES;
use precheck_server::{ApiState, ChecksConfig, ServerConfig, app, serve};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Duration, Instant, sleep};

/// A server on a port of its own.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        Self::start_with(ServerConfig::default(), ApiState::new(ChecksConfig::default(), NoModels)).await
    }

    /// A server that waits one second only for slow clients.
    async fn impatient(max_connections: usize) -> Self {
        let config = ServerConfig { request_head_seconds: 1, max_connections, ..ServerConfig::default() };
        let checks = ChecksConfig { upload_seconds: 1, ..ChecksConfig::default() };
        Self::start_with(config, ApiState::new(checks, NoModels)).await
    }

    async fn start_with(config: ServerConfig, state: ApiState) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            serve::serve(listener, app(&state, &config), &config, stopped).await;
        });
        Self { address, stop, ended }
    }

    /// A connection that has sent `text`.
    async fn send(&self, text: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text).await.unwrap();
        stream
    }

    /// Proves that a photo still gets its report.
    async fn still_answers(&self) {
        let photo = b"not a photo";
        let answer = read_to_the_end(self.send(&request(photo)).await).await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        let report = check(photo, &profile::builtin(PROFILE).unwrap(), &NoModels).to_json();
        assert_eq!(answer.split_once("\r\n\r\n").map(|(_, body)| body), Some(report.as_str()));
    }
}

/// The head of an upload with these further lines.
fn head(lines: &str) -> String {
    format!("POST /api/v1/checks?profile={PROFILE} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n")
}

fn request(photo: &[u8]) -> Vec<u8> {
    let head = head(&format!("Connection: close\r\nContent-Length: {}", photo.len()));
    [head.as_bytes(), photo].concat()
}

/// What the server sends until it closes; a connection that it resets ends as well.
async fn read_to_the_end(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn slow_heads_are_cut_off_and_leave_the_server_answering() {
    let server = Server::impatient(1024).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        slow.push(server.send(b"POST /api/v1/checks HTTP/1.1\r\nHost: loc").await);
    }
    server.still_answers().await;
    for stream in slow {
        assert!(!read_to_the_end(stream).await.starts_with("HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn slow_heads_on_every_connection_are_cut_off_before_others_give_up() {
    let server = Server::impatient(2).await;
    let _idle = (server.send(b"").await, server.send(b"GET").await);
    server.still_answers().await;
}

#[tokio::test]
async fn slow_bodies_are_answered_408_and_leave_the_server_answering() {
    let server = Server::impatient(1024).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        slow.push(server.send(&[head("Content-Length: 3000000").as_bytes(), b"\xff\xd8"].concat()).await);
    }
    server.still_answers().await;
    for stream in slow {
        let answer = read_to_the_end(stream).await;
        assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("upload-too-slow"), "{answer}");
    }
}

#[tokio::test]
async fn an_upload_that_stops_before_its_end_gives_the_memory_back_soon() {
    // Two of the longest photos fit.
    let checks = ChecksConfig { upload_seconds: 1, upload_memory_mib: 64, ..ChecksConfig::default() };
    let server = Server::start_with(ServerConfig::default(), ApiState::new(checks, NoModels)).await;
    let silent =
        server.send(&[head("Content-Length: 33554432").as_bytes(), &vec![0; 31 << 20]].concat()).await;
    let started = Instant::now();
    // It has to move from an allocation of 16 MiB to one of 32.
    let photo = request(&vec![0; 17 << 20]);
    let another = || async { read_to_the_end(server.send(&photo).await).await };
    assert!(another().await.contains("busy"));
    while !another().await.starts_with("HTTP/1.1 200 OK\r\n") {
        assert!(started.elapsed() < Duration::from_secs(20), "the memory is still held");
        sleep(Duration::from_millis(50)).await;
    }
    assert!(read_to_the_end(silent).await.contains("upload-too-slow"));
}

#[tokio::test]
async fn an_oversized_photo_that_was_sent_to_the_end_is_answered_413() {
    let server = Server::start().await;
    let longest = usize::try_from(MAX_BYTES).unwrap();
    let answer = read_to_the_end(server.send(&request(&vec![0; longest + 1])).await).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("photo-too-large"), "{answer}");
    server.still_answers().await;
}

#[tokio::test]
async fn a_body_that_announces_terabytes_is_refused_at_once() {
    let server = Server::start().await;
    let answer = read_to_the_end(server.send(head("Content-Length: 10000000000000").as_bytes()).await).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    server.still_answers().await;
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let server = Server::start().await;
    let mut stream = server.send(head("Transfer-Encoding: chunked").as_bytes()).await;
    let chunk = [b"100000\r\n", vec![0; 1 << 20].as_slice(), b"\r\n"].concat();
    while stream.write_all(&chunk).await.is_ok() {}
    server.still_answers().await;
}

#[tokio::test]
async fn half_closed_requests_end_and_leave_the_server_answering() {
    let server = Server::start().await;
    let cases = [
        Vec::new(),
        b"POST /api".to_vec(),
        head("Content-Length: 3000000").into_bytes(),
        [head("Transfer-Encoding: chunked").as_bytes(), b"5\r\nab"].concat(),
        request(b"whole"),
    ];
    for sent in cases {
        let mut stream = server.send(&sent).await;
        stream.shutdown().await.unwrap();
        read_to_the_end(stream).await;
        server.still_answers().await;
    }
}

#[tokio::test]
async fn nonsense_is_no_event() {
    let server = Server::start().await;
    let cases = [
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        [b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'a'; 1 << 20], b"\r\n\r\n".to_vec()].concat(),
        head("Content-Length: -1").into_bytes(),
        [head("Transfer-Encoding: chunked").as_bytes(), b"zz\r\n"].concat(),
    ];
    for sent in cases {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let _ = stream.write_all(&sent).await;
        let _ = stream.shutdown().await;
        assert!(!read_to_the_end(stream).await.starts_with("HTTP/1.1 2"));
        server.still_answers().await;
    }
}

#[tokio::test]
async fn a_running_check_ends_before_the_server_does() {
    let (models, mut held) = Held::new();
    let state = ApiState::new(ChecksConfig::default(), models);
    let server = Server::start_with(ServerConfig::default(), state).await;
    let idle = server.send(b"").await;
    let stream = server.send(&request(b"not a photo")).await;
    held.check_begins().await;
    server.stop.send(()).unwrap();
    while TcpStream::connect(server.address).await.is_ok() {}
    assert!(!server.ended.is_finished());
    held.let_go();
    assert!(read_to_the_end(stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert_eq!(read_to_the_end(idle).await, "");
    server.ended.await.unwrap();
}

#[tokio::test]
async fn a_check_that_outlasts_the_shutdown_time_is_cut_off() {
    let (models, mut held) = Held::new();
    let config = ServerConfig { shutdown_seconds: 0, ..ServerConfig::default() };
    let state = ApiState::new(ChecksConfig::default(), models);
    let server = Server::start_with(config, state).await;
    let stream = server.send(&request(b"not a photo")).await;
    held.check_begins().await;
    server.stop.send(()).unwrap();
    server.ended.await.unwrap();
    assert_eq!(read_to_the_end(stream).await, "");
    held.let_go();
}
