//! SQLite in one file: the default engine.
//!
//! Reads run on the calling thread over a small set of idle connections: a status page needs three
//! indexed look-ups, some 20 µs, and a hop to another thread would cost more than that
//! (`docs/adr/0003-rusqlite.md`). The writer has a connection of its own, WAL and `synchronous = FULL`.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use crate::{StorageError, StorageResult};

mod inspect;
mod migrate;
mod read;
mod repository;
mod rows;
mod write;

/// The register in an SQLite file.
pub struct Sqlite {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// How long a second writer waits for the first.
    wait: Duration,
}

impl Sqlite {
    /// How many idle connections are kept, each with a page cache of [`READ_CACHE_KIB`].
    const MOST_IDLE: usize = 8;

    /// Opens the file, making it and its folder where they are missing, and brings it up to date.
    pub fn open(path: &Path) -> StorageResult<Self> {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| StorageError::File {
                path: folder.display().to_string(),
                source,
            })?;
        }
        let mut connection = writer(path, BUSY)?;
        migrate::run(&mut connection)?;
        drop(connection);
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            wait: BUSY,
        })
    }

    /// Sets how long a second writer waits for the first.
    #[must_use]
    pub fn waiting(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Runs a read on an idle connection, or on a new one where none is idle. All that it reads was true
    /// at one moment.
    fn read<T>(&self, run: impl FnOnce(&Connection) -> StorageResult<T>) -> StorageResult<T> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = match idle {
            Some(connection) => connection,
            None => reader(&self.path)?,
        };
        connection.prepare_cached("BEGIN")?.execute([])?;
        let result = run(&connection);
        // A connection whose transaction does not end is closed, which ends it.
        connection.prepare_cached("COMMIT")?.execute([])?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < Self::MOST_IDLE {
            idle.push(connection);
        }
        result
    }
}

/// Page cache of a reading connection.
const READ_CACHE_KIB: i64 = 8 * 1024;
/// Page cache of the writing connection: the upper levels of every index of 10 million rows.
const WRITE_CACHE_KIB: i64 = 128 * 1024;
/// How long a second writer waits for the first.
const BUSY: Duration = Duration::from_secs(20);

fn writer(path: &Path, wait: Duration) -> StorageResult<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(wait)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "cache_size", -WRITE_CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn reader(path: &Path) -> StorageResult<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.pragma_update(None, "cache_size", -READ_CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Writes a consistent copy of the register at `from` to `to`, which must not exist. The register may be
/// in use; the copy appears under its name only when it is whole and on the disk.
pub fn copy(from: &Path, to: &Path) -> StorageResult<()> {
    let file = |path: &Path| {
        let path = path.display().to_string();
        move |source| StorageError::File { path, source }
    };
    if let Some(folder) = to.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(file(folder))?;
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    if part.exists() {
        std::fs::remove_file(&part).map_err(file(&part))?;
    }
    let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY)?;
    connection.execute("VACUUM INTO ?1", [part.display().to_string()])?;
    std::fs::File::open(&part)
        .and_then(|f| f.sync_all())
        .map_err(file(&part))?;
    std::fs::rename(&part, to).map_err(file(to))?;
    Ok(())
}
