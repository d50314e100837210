//! Migrations, each in one transaction with the note that it was done: a kill at any moment leaves it
//! done or not begun.

use rusqlite::{Connection, TransactionBehavior};

use crate::{StorageError, StorageResult};

/// In order; a migration that has shipped is never changed.
const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/sqlite/0001_register.sql")];

pub(super) fn run(connection: &mut Connection) -> StorageResult<()> {
    let known = MIGRATIONS.len() as i64;
    if version(connection)? == known {
        return Ok(());
    }
    for (i, sql) in MIGRATIONS.iter().enumerate() {
        let number = i as i64 + 1;
        // The version is read again inside the transaction: another process may be migrating as well.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = version(&transaction)?;
        if done > known {
            return Err(StorageError::Newer { found: done, known });
        }
        if done < number {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", number)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> StorageResult<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_newer_release_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(
            run(&mut connection),
            Err(StorageError::Newer { found: 99, .. })
        ));
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), MIGRATIONS.len() as i64);
    }
}
