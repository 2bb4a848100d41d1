//! Serves a router on a socket: bounded connections, time limits for slow and silent clients, and a graceful
//! shutdown.

use crate::config::ServerConfig;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Pause after a connection could not be accepted, for instance for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// Most bytes that a connection reads ahead, and the longest head of a request. hyper's own 400 KiB would be 400 MiB
/// of uncounted memory for the default number of connections.
const READ_AHEAD: usize = 64 << 10;

/// The address at the other end of the connection, as an extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The time limits of connections.
#[derive(Clone, Copy)]
struct Limits {
    head: Duration,
    age: Duration,
    shutdown: Duration,
}

/// Serves until `stop` is ready, then lets running requests end within the configured time.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    config: &ServerConfig,
    stop: impl Future<Output = ()>,
) {
    let limits = Limits {
        head: Duration::from_secs(config.request_head_seconds),
        age: Duration::from_secs(config.connection_seconds),
        shutdown: Duration::from_secs(config.shutdown_seconds),
    };
    let slots = Arc::new(Semaphore::new(config.max_connections.min(Semaphore::MAX_PERMITS)));
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, client, slot) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &slots) => accepted,
            Some(_) = connections.join_next() => continue,
        };
        let router = router.clone().layer(Extension(ClientAddress(client.ip())));
        let stopped = stopped.clone();
        connections.spawn(async move {
            let _slot = slot;
            serve_connection(stream, router, limits, stopped).await;
        });
    }
    drop(listener);
    stopping.send_replace(true);
    let all_end = async { while connections.join_next().await.is_some() {} };
    if timeout(limits.shutdown, all_end).await.is_err() {
        tracing::warn!(connections = connections.len(), "cut off at the end of the shutdown time");
    }
}

/// The next connection, once a slot is free for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    let slot = slots.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, client)) => return (stream, client, slot),
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Answers the requests of one connection until it ends, grows too old or the server stops.
async fn serve_connection(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
) {
    // Reports are one write; waiting to fill a packet would only delay them. A socket without the option works.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(READ_AHEAD);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)));
    tokio::select! {
        ended = connection.as_mut() => return log_end(ended),
        () = sleep(limits.age) => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    if let Ok(ended) = timeout(limits.shutdown, connection).await {
        log_end(ended);
    }
}

/// A client that hangs up or sends nonsense is not worth more than a debug line.
fn log_end(ended: hyper::Result<()>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended");
    }
}
