//! A PostgreSQL cluster of our own for one run: empty, on this machine only, forgetful, gone
//! afterwards.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::setup::apt::is_root;
use crate::shell;
use crate::workspace::Workspace;

/// A running cluster. Dropping it stops it and removes its files.
pub struct ScratchCluster {
    server: Child,
    folder: PathBuf,
    port: u16,
}

/// The account that PostgreSQL insists on when we are root.
const ACCOUNT: &str = "postgres";

/// What a cluster's folder is called, before the process that made it.
const PREFIX: &str = "chengxing-postgres-";

impl ScratchCluster {
    /// Makes and starts a cluster.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let programs = programs()?;
        sweep()?;
        let folder = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        // Fails if somebody else made it: the name can be guessed.
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        if is_root() {
            shell::run(Command::new("chown").arg(ACCOUNT).arg(&folder))?;
        }
        let data = folder.join("data");
        shell::say(format!(
            "starting a scratch PostgreSQL from {}",
            programs.display()
        ));
        let log = fs::File::create(workspace.target.join("scratch-postgres.log"))?;
        shell::output(
            as_account(&programs.join("initdb"))
                .current_dir(&folder)
                .args([
                    "--no-sync",
                    "--auth=trust",
                    "--username=postgres",
                    "--encoding=UTF8",
                ])
                // Chinese search must not depend on the locale: the hardest one is tested.
                .args(["--locale=C", "--pgdata"])
                .arg(&data),
        )?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = as_account(&programs.join("postgres"));
        command
            .current_dir(&folder)
            .arg("-D")
            .arg(&data)
            .args([
                "-p",
                &port.to_string(),
                "-h",
                "127.0.0.1",
                "-c",
                "unix_socket_directories=",
            ])
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "synchronous_commit=off", "-c", "max_connections=200"])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let server = command.spawn().context("starting postgres")?;
        let mut cluster = Self {
            server,
            folder,
            port,
        };
        cluster.wait_until_ready(&programs)?;
        Ok(cluster)
    }

    /// Where the tests connect.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> Result<()> {
        let deadline = Instant::now() + Duration::from_mins(1);
        while !shell::succeeds(
            Command::new(programs.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p"])
                .arg(self.port.to_string()),
        ) {
            if let Some(status) = self.server.try_wait()? {
                bail!("postgres ended at once with {status}; see target/scratch-postgres.log");
            }
            if Instant::now() > deadline {
                bail!("postgres is not ready after a minute; see target/scratch-postgres.log");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for ScratchCluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's "fast" shutdown: it ends open sessions and its own children.
        let asked =
            shell::succeeds(Command::new("kill").args(["-INT", &self.server.id().to_string()]));
        if !asked && self.server.kill().is_err() {
            shell::say("the scratch PostgreSQL could not be stopped");
            return;
        }
        if self.server.wait().is_err() || fs::remove_dir_all(&self.folder).is_err() {
            shell::say(format!("left behind: {}", self.folder.display()));
        }
    }
}

/// Removes the folders of runs that were killed. Their servers ended with them.
fn sweep() -> Result<()> {
    for entry in fs::read_dir(std::env::temp_dir())?.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// A command under an account that PostgreSQL accepts. `setpriv` becomes the command instead of
/// starting it, so our child is the server itself; and the server gets SIGINT if we are killed.
fn as_account(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if is_root() {
        let account = ["--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups"];
        command.args(account);
    }
    command.arg(program);
    command
}

/// The newest installed version's programs.
fn programs() -> Result<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs
                .join("initdb")
                .exists()
                .then_some((version, programs))
        })
        .collect();
    versions.sort();
    if let Some((_, programs)) = versions.pop() {
        return Ok(programs);
    }
    shell::find_program("initdb")
        .and_then(|initdb| fs::canonicalize(initdb).ok())
        .and_then(|initdb| initdb.parent().map(Path::to_path_buf))
        .context("PostgreSQL is not installed (initdb not found)")
}
