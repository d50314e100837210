//! Sessions: all or nothing, one at a time.

use std::time::Duration;

use chengxing_metrology::{Service, Verdict};
use chengxing_storage::{Outcome, StorageError};

use crate::{
    engine::{Engine, TODAY},
    lists::mixture,
    records::*,
};

on_both_engines!(
    rollback_and_drop_leave_no_trace,
    a_session_is_invisible_until_it_commits,
    a_second_session_waits_and_is_told_busy,
    a_second_session_takes_its_turn,
    a_reader_sees_all_of_a_commit_or_nothing,
    a_session_that_failed_cannot_be_committed,
    a_reopened_register_is_the_same,
    demo_data_is_marked,
);

async fn rollback_and_drop_leave_no_trace(engine: &Engine) {
    engine.take(mixture(20)).await;
    let look = async || {
        let figures = engine.repository.figures(TODAY, 30).await.unwrap();
        (
            engine.repository.pulse().await.unwrap(),
            engine.publications().await,
            engine.everything().await,
            figures,
        )
    };
    let before = look().await;
    for ending in 0..2 {
        let mut session = engine
            .repository
            .begin(engine.options(TODAY))
            .await
            .unwrap();
        engine.put(&mut session, mixture(60)).await.unwrap();
        engine
            .put(&mut session, vec![published(notice("N1", "甲", TODAY))])
            .await
            .unwrap();
        assert!(session.outcome().new > 0);
        if ending == 0 {
            session.rollback().await.unwrap();
        } else {
            drop(session);
        }
        assert_eq!(look().await, before);
    }
    // The numbers that the lost sessions gave out are given again.
    assert!(engine.take(mixture(21)).await.new > 0);
    let seqs: Vec<i64> = engine.publications().await.iter().map(|p| p.seq).collect();
    assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>());
}

async fn a_session_is_invisible_until_it_commits(engine: &Engine) {
    let mut session = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    engine.put(&mut session, mixture(5)).await.unwrap();
    assert_eq!(engine.everything().await, []);
    assert_eq!(
        engine.repository.pulse().await.unwrap(),
        chengxing_storage::Pulse::default()
    );
    session.commit().await.unwrap();
    assert_eq!(engine.everything().await.len(), 5);
}

async fn a_second_session_waits_and_is_told_busy(engine: &Engine) {
    let impatient = engine.another(Duration::from_millis(150)).await;
    let mut session = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    engine
        .put(
            &mut session,
            vec![verified(scale("A001"), day(2027, 1, 1), PASS)],
        )
        .await
        .unwrap();
    let refused = impatient.begin(engine.options(TODAY)).await.err().unwrap();
    assert!(
        matches!(refused, StorageError::Busy) && refused.is_passing(),
        "{refused:?}"
    );
    // Readers do not wait.
    assert_eq!(impatient.pulse().await.unwrap().publications, 0);
    session.commit().await.unwrap();
    impatient
        .begin(engine.options(TODAY))
        .await
        .unwrap()
        .rollback()
        .await
        .unwrap();
    // Rolling is writing, too.
    let session = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    assert!(matches!(
        impatient.roll(day(2027, 1, 1)).await,
        Err(StorageError::Busy)
    ));
    drop(session);
    assert_eq!(impatient.roll(day(2027, 1, 1)).await.unwrap(), 1);
}

async fn a_second_session_takes_its_turn(engine: &Engine) {
    let patient = engine.another(Duration::from_secs(30)).await;
    let mut first = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    engine.put(&mut first, mixture(10)).await.unwrap();
    let options = engine.options(TODAY);
    // On a thread of its own: the default engine waits on the thread that asks.
    let (rules, divisions) = (engine.rules.clone(), engine.divisions.clone());
    let second = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut session = patient.begin(options).await.unwrap();
            session
                .put(&rules, &divisions, (1..).zip(mixture(12)).collect())
                .await
                .unwrap();
            let outcome = session.commit().await.unwrap();
            patient.close().await;
            outcome
        })
    });
    first.commit().await.unwrap();
    // The second began after the first had ended, so it found what the first had entered.
    let second = tokio::task::spawn_blocking(|| second.join().unwrap())
        .await
        .unwrap();
    assert_eq!(second.instruments, 2);
    assert_eq!(engine.everything().await.len(), 12);
}

async fn a_reader_sees_all_of_a_commit_or_nothing(engine: &Engine) {
    let told = |conclusion| {
        let mut told = checked(scale("A001"), day(2026, 4, 1), conclusion);
        told.certificate = certificate("T-7");
        verification(told)
    };
    engine.take(vec![told(FAIL)]).await;
    let code = engine.only().await.code;
    let reader = engine.another(Duration::from_secs(20)).await;
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = std::thread::spawn({
        let stop = stop.clone();
        move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let mut seen = Vec::new();
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let dossier = reader.dossier(code).await.unwrap().unwrap();
                    let verdict = dossier.assess(TODAY, 30).verdict;
                    seen.push((
                        dossier.history().0.verifications.len(),
                        dossier.history().0.states.len(),
                        verdict,
                    ));
                }
                reader.close().await;
                seen
            })
        }
    });
    // Each commit turns the result and changes the state: only together are they the record.
    for i in 0..40 {
        let (conclusion, service) = if i % 2 == 0 {
            (PASS, Service::Suspended)
        } else {
            (FAIL, Service::InUse)
        };
        engine
            .take(vec![
                told(conclusion),
                state(
                    scale("A001"),
                    day(2026, 5, 1)
                        .checked_add(jiff::Span::new().days(i))
                        .unwrap(),
                    service,
                ),
            ])
            .await;
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    for (verifications, states, verdict) in tokio::task::spawn_blocking(|| seen.join().unwrap())
        .await
        .unwrap()
    {
        assert_eq!(verifications, 1);
        let wanted = if states % 2 == 1 {
            Verdict::Suspended
        } else {
            Verdict::Failed
        };
        assert_eq!(verdict, wanted, "after {states} changes");
    }
}

async fn a_session_that_failed_cannot_be_committed(engine: &Engine) {
    engine.take(mixture(5)).await;
    let before = (
        engine.repository.pulse().await.unwrap(),
        engine.publications().await,
    );
    // The last table that a batch writes is gone: everything else has been written when it is noticed.
    engine.tamper("ALTER TABLE tally RENAME TO away").await;
    let mut session = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    assert!(
        engine
            .put(
                &mut session,
                vec![verified(scale("A001"), day(2027, 1, 1), PASS)]
            )
            .await
            .is_err()
    );
    assert!(matches!(session.commit().await, Err(StorageError::Broken)));
    engine.tamper("ALTER TABLE away RENAME TO tally").await;
    assert_eq!(
        (
            engine.repository.pulse().await.unwrap(),
            engine.publications().await
        ),
        before
    );
}

async fn a_reopened_register_is_the_same(engine: &Engine) {
    engine.take(mixture(10)).await;
    let (all, pulse) = (
        engine.everything().await,
        engine.repository.pulse().await.unwrap(),
    );
    engine.repository.close().await;
    let again = engine.another(Duration::from_secs(20)).await;
    assert_eq!(again.pulse().await.unwrap(), pulse);
    let codes: Vec<_> = all.iter().map(|s| s.code).collect();
    assert_eq!(again.present(&codes).await.unwrap(), all);
}

async fn demo_data_is_marked(engine: &Engine) {
    engine.take(vec![instrument(scale("A001"))]).await;
    assert!(!engine.repository.pulse().await.unwrap().demo);
    let options = chengxing_storage::SessionOptions {
        demo: true,
        ..engine.options(TODAY)
    };
    let mut session = engine.repository.begin(options).await.unwrap();
    engine
        .put(
            &mut session,
            vec![verified(scale("A002"), day(2026, 4, 1), PASS)],
        )
        .await
        .unwrap();
    let outcome = session.commit().await.unwrap();
    assert_eq!(
        outcome,
        Outcome {
            new: 1,
            instruments: 1,
            publications: 2,
            ..Outcome::default()
        }
    );
    assert!(engine.repository.pulse().await.unwrap().demo);
    assert_eq!(
        engine
            .everything()
            .await
            .iter()
            .map(|s| s.demo)
            .collect::<Vec<_>>(),
        [false, true]
    );
}
