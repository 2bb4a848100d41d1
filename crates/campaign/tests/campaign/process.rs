//! The program as a process: started, asked, asked to end.

use crate::stage::{Client, Stage};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Longest body that is handed on, in bytes.
const MAX_BODY: usize = 64 << 20;

/// How long something may take that a worker does.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running process; killed when it is dropped.
pub struct Process {
    child: Child,
    /// Where it listens, if it does.
    pub address: String,
}

impl Stage {
    /// The program, with this stage's database, objects and providers.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let config = &self.app.config;
        let mut command = Command::new(env!("CARGO_BIN_EXE_precheck-campaign"));
        command.args(arguments).arg("--data").arg(&config.data);
        command.args(config.database.iter().flat_map(|url| ["--database", url]));
        command.env("PRECHECK_CAMPAIGN__WECHAT", &config.wechat);
        command.env("PRECHECK_CAMPAIGN__SMS", &config.sms);
        command.env("PRECHECK_SERVER__LOG", "error");
        command
    }

    /// Serves with these roles, and lets the stage's people ask this process from now on.
    pub fn serve(&mut self, roles: &str, variables: &[(&str, &str)]) -> Process {
        let mut command = self.program(&["serve", "--listen", "127.0.0.1:0", "--role", roles]);
        command.envs(variables.iter().copied()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut address = String::new();
        if roles.contains("api") {
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        }
        let process = Process { child, address: address.trim().to_owned() };
        if roles.contains("api") {
            self.router = forwarding(process.address.clone());
        }
        process
    }
}

impl Process {
    /// Asks it to end, as the system does.
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.unwrap().success());
    }

    /// How it ends, and after what time.
    pub async fn ended(mut self) -> (ExitStatus, Duration) {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, started.elapsed());
            }
            assert!(started.elapsed() < PATIENCE, "it does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// Waits until the candidate's collection is in this state.
pub async fn until(candidate: &Client, state: &str) {
    let started = Instant::now();
    while candidate.state().await != state {
        assert!(started.elapsed() < PATIENCE, "{} instead of {state}", candidate.state().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A router that asks the process at this address.
fn forwarding(address: String) -> Router {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    Router::new().fallback(async move |request: Request| {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY).await.unwrap();
        let asked = client.request(head.method, format!("{address}{}", head.uri)).headers(head.headers);
        let answer = asked.body(body).send().await.unwrap();
        let mut response = Response::builder().status(answer.status());
        response.headers_mut().unwrap().extend(answer.headers().clone());
        response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
    })
}
