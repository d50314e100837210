//! What can go wrong with the engine. "Not found" is not an error.

/// A result of the storage.
pub type StorageResult<T> = Result<T, StorageError>;

/// An error of the storage.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The URL names no engine.
    ///
    /// It is not repeated: it may hold a password.
    #[error("the database URL cannot be read: write sqlite:PATH or postgres://USER@HOST/NAME")]
    Url,
    /// SQLite failed.
    #[error("SQLite: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// PostgreSQL failed.
    #[error("PostgreSQL: {0}")]
    Postgres(#[source] sqlx::Error),
    /// No room on the disk; nothing was written.
    #[error("the disk is full; nothing was written")]
    Full,
    /// Another process is writing and did not finish in time.
    #[error("another import or change is running; try again when it has ended")]
    Busy,
    /// The database was made by a newer release.
    #[error(
        "the database has migration {found}, this release knows up to {known}: use the newer release"
    )]
    Newer {
        /// The newest migration in the database.
        found: i64,
        /// The newest that this release has.
        known: i64,
    },
    /// An earlier call of the same session failed, and it was to be committed all the same.
    #[error("an earlier write of this session failed; nothing of it was kept")]
    Broken,
    /// A file or folder could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// What was read does not fit the format: a damaged database.
    #[error("damaged record: {0}")]
    Damaged(String),
}

impl StorageError {
    /// Whether it goes away by itself, by making room or by starting the database: a 503 or 507, not a 500.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy
            | Self::Full
            | Self::Postgres(
                sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_),
            ) => true,
            Self::Postgres(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| is_passing_state(&code))
            }
            _ => false,
        }
    }
}

/// Whether an SQLSTATE tells of a server that is starting, stopping, full or away, not of what it was asked.
fn is_passing_state(code: &str) -> bool {
    ["08", "53", "57P"]
        .iter()
        .any(|class| code.starts_with(class))
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::Busy
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|e| e.code().map(std::borrow::Cow::into_owned));
        match code.as_deref() {
            Some("53100") => Self::Full,
            Some("55P03") => Self::Busy,
            _ => Self::Postgres(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_stops_or_is_full_is_passing_and_a_wrong_question_is_not() {
        // admin_shutdown, cannot_connect_now, too_many_connections, connection_failure.
        for code in ["57P01", "57P03", "53300", "08006"] {
            assert!(is_passing_state(code), "{code}");
        }
        // query_canceled, undefined_table, unique_violation, insufficient_privilege.
        for code in ["57014", "42P01", "23505", "42501"] {
            assert!(!is_passing_state(code), "{code}");
        }
        assert!(StorageError::Postgres(sqlx::Error::PoolTimedOut).is_passing());
        assert!(!StorageError::Damaged(String::new()).is_passing());
    }
}
