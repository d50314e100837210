//! A portal of one's own: a folder, the commands on it, a server over it.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    http::{Answer, Request},
    postgres::Database,
    program::{self, Output},
};

/// The engine that keeps the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the portal's folder.
    Sqlite,
    /// A database of its own in the cluster at `$CHENGXING_TEST_POSTGRES`.
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A register in a temporary folder, and the commands on it. Everything is gone when it is dropped.
pub struct Portal {
    folder: TempDir,
    data: PathBuf,
    database: Option<Database>,
    /// What its URL says besides, such as `sslmode=require`.
    connection: Option<String>,
    clock: Option<i64>,
}

impl Default for Portal {
    fn default() -> Self {
        Self::new()
    }
}

impl Portal {
    /// An empty one on SQLite.
    pub fn new() -> Self {
        Self::on(Engine::Sqlite)
    }

    /// An empty one on an engine.
    pub fn on(engine: Engine) -> Self {
        let folder = TempDir::with_prefix("chengxing-test-").expect("a temporary folder");
        let data = folder.path().join("data");
        let database = (engine == Engine::Postgres).then(Database::create);
        Self {
            folder,
            data,
            database,
            connection: None,
            clock: None,
        }
    }

    /// Pretends that it is this moment (seconds since 1970) when a command or server starts.
    #[must_use]
    pub fn at(mut self, clock: i64) -> Self {
        self.clock = Some(clock);
        self
    }

    /// How commands connect to PostgreSQL: parameters of the URL.
    #[must_use]
    pub fn connecting(mut self, parameters: &str) -> Self {
        self.connection = Some(parameters.to_owned());
        self
    }

    /// Its database on PostgreSQL.
    pub fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    /// Its data lie in a folder of somebody else's: a small disk.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<PathBuf>) -> Self {
        self.data = data.into();
        self
    }

    /// Changes the pretended moment for what starts from now on.
    pub fn set_clock(&mut self, clock: i64) {
        self.clock = Some(clock);
    }

    /// A path in the temporary folder, outside the data.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of the data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Writes a file beside the data.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("the temporary folder takes files");
        path
    }

    /// A command line, not yet run.
    pub fn command<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = program::clean(program::binary());
        command
            .args(arguments)
            .arg("--data")
            .arg(&self.data)
            .current_dir(self.folder.path());
        if let Some(database) = &self.database {
            let mut url = database.url();
            if let Some(parameters) = &self.connection {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(parameters);
            }
            command.arg("--database").arg(url);
        }
        if let Some(clock) = self.clock {
            command.args(["--clock", &clock.to_string()]);
        }
        command
    }

    /// Runs a command to its end.
    #[track_caller]
    pub fn run<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Output {
        Output::run(&mut self.command(arguments))
    }

    /// Imports a file; more arguments follow it.
    #[track_caller]
    pub fn import(&self, kind: &str, file: &Path, more: &[&str]) -> Output {
        let mut command = self.command(&["import", kind]);
        Output::run(command.arg(file).args(more))
    }

    /// Loads a demo region.
    #[track_caller]
    pub fn demo(&self, instruments: usize) -> Output {
        self.run(&["demo", "--instruments", &instruments.to_string()])
            .ok()
    }

    /// Changes the register past the program, as a clumsy or a bad hand would.
    #[track_caller]
    pub fn tamper(&self, sql: &str) {
        if let Some(database) = &self.database {
            database.run(sql);
        } else {
            let script = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.executescript(sys.argv[2])";
            let register = self.data.join("register.sqlite");
            let mut python = program::clean("python3");
            Output::run(python.args(["-c", script]).arg(register).arg(sql)).ok();
        }
    }

    /// Starts a server and waits until it listens.
    #[track_caller]
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// Starts a server with more arguments and waits until it listens.
    #[track_caller]
    pub fn serve_with(&self, more: &[&str]) -> Server {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(more);
        Server::start(&mut command)
    }
}

/// A running server. Dropping it stops it.
pub struct Server {
    child: Mutex<Child>,
    pid: u32,
    address: SocketAddr,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Starts it and waits for `秤星 http://ADDR`.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let log = Arc::new(Mutex::new(String::new()));
        let stderr = child.stderr.take().expect("piped");
        let writing = Arc::clone(&log);
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if let Ok(mut log) = writing.lock() {
                    log.push_str(&line);
                    log.push('\n');
                }
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let address = line
            .trim()
            .strip_prefix("秤星 http://")
            .and_then(|a| a.parse().ok());
        // Later lines must not fill the pipe.
        thread::spawn(move || stdout.read_to_end(&mut Vec::new()));
        let pid = child.id();
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            // The thread that reads the log has a moment to finish.
            thread::sleep(Duration::from_millis(100));
            panic!(
                "the server did not start ({line:?}):\n{}",
                log.lock().map(|l| l.clone()).unwrap_or_default()
            );
        };
        Self {
            child: Mutex::new(child),
            pid,
            address,
            log,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().map(|l| l.clone()).unwrap_or_default()
    }

    /// GET.
    #[track_caller]
    pub fn get(&self, target: &str) -> Answer {
        Request::new("GET", target).send(self.address)
    }

    /// GET of a JSON answer with status 200.
    #[track_caller]
    pub fn json(&self, target: &str) -> serde_json::Value {
        self.get(target).expect(200).json()
    }

    /// Sends a request.
    #[track_caller]
    pub fn send(&self, request: &Request) -> Answer {
        request.send(self.address)
    }

    /// How many publications it knows of.
    #[track_caller]
    pub fn publications(&self) -> i64 {
        self.json("/api/v1/about")["publications"]
            .as_i64()
            .expect("a number")
    }

    /// All instruments of a list, page by page. `query` without `after`.
    #[track_caller]
    pub fn all(&self, query: &str) -> Vec<serde_json::Value> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.json(&format!("/api/v1/instruments?{query}{after}"));
            items.extend(page["items"].as_array().expect("items").iter().cloned());
            let Some(next) = page["next"].as_str() else {
                return items;
            };
            after = format!("&after={next}");
        }
    }

    /// Waits until `is_so`, for as long as a loaded machine may need.
    #[track_caller]
    pub fn wait_until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !is_so(self) {
            assert!(
                Instant::now() < deadline,
                "waited in vain until {what}\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let status = Command::new("kill")
            .args(["-TERM", &self.pid.to_string()])
            .status();
        assert!(
            status.is_ok_and(|s| s.success()),
            "the server takes the signal"
        );
    }

    /// Waits for its end; `None` when it still runs after `patience`.
    pub fn wait(&self, patience: Duration) -> Option<std::process::ExitStatus> {
        let deadline = Instant::now() + patience;
        loop {
            let mut child = self
                .child
                .lock()
                .expect("no test panics while it holds the child");
            if let Some(status) = child.try_wait().expect("the child is ours") {
                return Some(status);
            }
            drop(child);
            if Instant::now() > deadline {
                return None;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it as a power cut would.
    pub fn kill(&self) {
        let mut child = self
            .child
            .lock()
            .expect("no test panics while it holds the child");
        child.kill().expect("the child is ours");
        child.wait().expect("the child is ours");
    }

    /// The most memory it has had resident, KiB.
    pub fn peak_memory(&self) -> u64 {
        peak_memory(self.pid).unwrap_or(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.wait(Duration::ZERO).is_some() {
            return;
        }
        let _ = Command::new("kill")
            .args(["-TERM", &self.pid.to_string()])
            .status();
        if self.wait(Duration::from_secs(12)).is_none() {
            self.kill();
        }
    }
}

/// The most memory a process has had resident, KiB; `None` once it has ended.
pub fn peak_memory(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
