//! How instruments and their verifications enter.

use chengxing_metrology::{Conclusion, InstrumentCode, Service, Verdict, record::MeasuredError};
use chengxing_storage::Outcome;

use crate::{
    engine::{Engine, TODAY},
    records::*,
};

on_both_engines!(
    a_verification_registers_its_instrument,
    everything_stated_is_kept,
    the_same_file_twice_changes_nothing,
    a_double_row_in_one_file_counts_once,
    batches_do_not_change_the_result,
    a_correction_is_published_and_marks_what_it_corrects,
    an_instrument_is_matched_by_any_of_its_numbers,
    a_contradiction_is_reported_and_not_taken,
    an_unknown_code_enters_with_its_instrument,
    a_state_is_entered_once,
);

async fn a_verification_registers_its_instrument(engine: &Engine) {
    let outcome = engine
        .take(vec![verified(scale("A001"), day(2026, 4, 1), PASS)])
        .await;
    assert_eq!(
        outcome,
        Outcome {
            new: 1,
            instruments: 1,
            publications: 2,
            ..Outcome::default()
        }
    );
    let dossier = engine.only().await;
    assert_eq!(dossier.serial_number.as_deref(), Some("A001"));
    assert_eq!(dossier.verifications.len(), 1);
    // The certificate states no end; the rule for the kind gives it.
    assert!(dossier.verifications[0].by_rule);
    assert_eq!(dossier.verifications[0].valid_until, Some(day(2027, 3, 31)));
    assert_eq!(dossier.assess(TODAY, 30).verdict, Verdict::Valid);
    let pulse = engine.repository.pulse().await.unwrap();
    assert_eq!(
        (pulse.publications, pulse.version, pulse.demo),
        (2, 1, false)
    );
    assert_eq!(
        engine
            .repository
            .dossier(InstrumentCode::from_bits(1))
            .await
            .unwrap(),
        None
    );
}

async fn everything_stated_is_kept(engine: &Engine) {
    let mut told = checked(scale("№ A-001 \"б\""), day(2026, 4, 1), FAIL);
    told.certificate = certificate("YJ-2026-1");
    told.regulation = text("JJG 539-2016");
    told.standard = text("F2级砝码");
    told.error = Some(MeasuredError {
        at: text("10 kg"),
        error: "−18 g".into(),
        limit: text("±5 g"),
    });
    told.notice = text("演检公〔2026〕1号");
    told.instrument.maker_uid = text("UID\\1");
    told.instrument.type_name = text("电子秤");
    engine
        .take(vec![
            verification(told.clone()),
            state(told.instrument.clone(), day(2026, 5, 1), Service::Suspended),
        ])
        .await;
    let dossier = engine.only().await;
    let (i, v) = (&told.instrument, &dossier.verifications[0]);
    assert_eq!(dossier.kind, i.kind);
    assert_eq!(dossier.type_name, i.type_name);
    assert_eq!(dossier.type_approval, i.type_approval);
    assert_eq!(dossier.model, i.model);
    assert_eq!(dossier.maker, i.maker);
    assert_eq!(dossier.accuracy_class, i.accuracy_class);
    assert_eq!(dossier.capacity, i.capacity);
    assert_eq!(dossier.serial_number, i.serial_number);
    assert_eq!(dossier.maker_uid, i.maker_uid);
    assert_eq!(dossier.place, i.place);
    assert_eq!(dossier.region, i.region);
    let holder = dossier.holder.unwrap();
    assert_eq!(
        (holder.name.as_str(), holder.market.as_deref()),
        ("老王鲜肉铺", Some("新华市场"))
    );
    assert_ne!(
        holder.owner.as_deref(),
        Some("王小明"),
        "an owner's name leaves only masked"
    );
    assert_eq!(
        (v.on, v.kind, v.conclusion, v.valid_until, v.by_rule),
        (told.on, told.kind, FAIL, None, false)
    );
    assert_eq!(v.certificate.as_deref(), Some("YJ-2026-1"));
    assert_eq!(v.institution, "新城区计量检定所");
    assert_eq!(
        (v.regulation.as_ref(), v.standard.as_ref(), v.error.as_ref()),
        (
            told.regulation.as_ref(),
            told.standard.as_ref(),
            told.error.as_ref()
        )
    );
    assert_eq!(
        (v.notice.as_deref(), v.corrected_by),
        (told.notice.as_deref(), None)
    );
    let s = &dossier.states[0];
    assert_eq!(
        (s.on, s.state, s.ground.as_deref()),
        (day(2026, 5, 1), Service::Suspended, Some("使用单位报停"))
    );
}

/// A file with one of everything.
fn file() -> Vec<chengxing_metrology::record::Record> {
    let mut failed = checked(scale("A002"), day(2026, 5, 2), FAIL);
    failed.certificate = certificate("T-7");
    failed.notice = text("演检公〔2026〕118号");
    let mut nameless = checked(bare(None), day(2026, 5, 3), PASS);
    nameless.certificate = certificate("C-42");
    let mut unique = scale("A004");
    unique.maker_uid = text("MU-1");
    vec![
        verified(scale("A001"), day(2026, 4, 1), PASS),
        verification(failed),
        published(notice(
            "演检公〔2026〕118号",
            "五月检定结果公示",
            day(2026, 5, 8),
        )),
        verification(nameless),
        instrument(scale("A003")),
        instrument(unique),
        state(scale("A003"), day(2026, 6, 1), Service::Suspended),
        chengxing_metrology::record::Record::Business(Box::new(business("小李水果摊"))),
        chengxing_metrology::record::Record::Institution(institution("呼和浩特市计量测试所")),
    ]
}

async fn the_same_file_twice_changes_nothing(engine: &Engine) {
    let first = engine.take(file()).await;
    assert_eq!(
        (first.new, first.same),
        (file().len() as u64 - 1, 0),
        "{first:?}"
    );
    let (pulse, publications) = (
        engine.repository.pulse().await.unwrap(),
        engine.publications().await,
    );
    let again = engine.take(file()).await;
    assert_eq!(
        again,
        Outcome {
            same: file().len() as u64,
            ..Outcome::default()
        }
    );
    assert_eq!(engine.repository.pulse().await.unwrap(), pulse);
    assert_eq!(engine.publications().await, publications);
}

async fn a_double_row_in_one_file_counts_once(engine: &Engine) {
    let row = || verified(scale("A001"), day(2026, 4, 1), PASS);
    let outcome = engine
        .take(vec![
            row(),
            row(),
            verified(scale("a-001"), day(2026, 4, 1), PASS),
        ])
        .await;
    assert_eq!(
        (
            outcome.new,
            outcome.same,
            outcome.instruments,
            outcome.publications
        ),
        (1, 2, 1, 2)
    );
}

async fn batches_do_not_change_the_result(engine: &Engine) {
    let mut session = engine
        .repository
        .begin(engine.options(TODAY))
        .await
        .unwrap();
    for record in file().into_iter().chain(file()) {
        assert_eq!(
            engine.put(&mut session, vec![record]).await.unwrap(),
            Vec::new()
        );
    }
    let outcome = session.commit().await.unwrap();
    assert_eq!(
        (outcome.instruments, outcome.same),
        (5, file().len() as u64)
    );
    let again = engine.take(file()).await;
    assert_eq!(
        again,
        Outcome {
            same: file().len() as u64,
            ..Outcome::default()
        }
    );
}

async fn a_correction_is_published_and_marks_what_it_corrects(engine: &Engine) {
    let told = |conclusion: Conclusion| {
        let mut told = checked(scale("A001"), day(2026, 4, 1), conclusion);
        told.certificate = certificate("T-7");
        verification(told)
    };
    engine.take(vec![told(PASS)]).await;
    let outcome = engine.take(vec![told(FAIL)]).await;
    assert_eq!(
        outcome,
        Outcome {
            changed: 1,
            publications: 1,
            ..Outcome::default()
        }
    );
    let dossier = engine.only().await;
    let [new, old] = dossier.verifications.as_slice() else {
        panic!("both are kept: {dossier:#?}")
    };
    assert_eq!((new.conclusion, new.corrected_by), (FAIL, None));
    assert_eq!((old.conclusion, old.corrected_by), (PASS, Some(new.seq)));
    assert_eq!(dossier.assess(TODAY, 30).verdict, Verdict::Failed);
    assert_eq!(dossier.history().0.verifications.len(), 1);
    let publications = engine.publications().await;
    assert_eq!(
        publications.last().map(|p| (p.seq, p.corrects)),
        Some((new.seq, Some(old.seq)))
    );
}

async fn an_instrument_is_matched_by_any_of_its_numbers(engine: &Engine) {
    let mut with_uid = bare(None);
    with_uid.maker_uid = text("衡丰-0001");
    let mut with_certificate = checked(bare(None), day(2026, 4, 1), PASS);
    with_certificate.certificate = certificate("C-1");
    engine
        .take(vec![
            instrument(scale("A001")),
            instrument(with_uid.clone()),
            verification(with_certificate.clone()),
        ])
        .await;
    let all = engine.everything().await;
    assert_eq!(all.len(), 3);
    // By code, the number written otherwise, the maker's identity, the certificate.
    let mut by_code = bare(None);
    by_code.code = Some(all[0].code);
    with_uid.maker_uid = text("衡丰 0001");
    with_certificate.certificate = certificate("c 1");
    let outcome = engine
        .take(vec![
            verified(by_code, day(2026, 5, 1), PASS),
            verified(scale("ａ 001"), day(2026, 6, 1), PASS),
            verified(with_uid, day(2026, 5, 1), PASS),
            verification(with_certificate),
        ])
        .await;
    assert_eq!(outcome.instruments, 0);
    let counts: Vec<usize> = engine
        .everything()
        .await
        .iter()
        .map(|s| s.history.verifications.len())
        .collect();
    assert_eq!(counts, [2, 1, 1]);
}

async fn a_contradiction_is_reported_and_not_taken(engine: &Engine) {
    engine
        .take(vec![instrument(scale("A001")), instrument(scale("A002"))])
        .await;
    let all = engine.everything().await;
    let pulse = engine.repository.pulse().await.unwrap();
    let with_code = |mut instrument: chengxing_metrology::record::Instrument,
                     code: InstrumentCode| {
        instrument.code = Some(code);
        verified(instrument, day(2026, 5, 1), PASS)
    };
    let free = InstrumentCode::from_bits(77);
    let (outcome, errors) = engine
        .take_on(
            TODAY,
            vec![
                // The code of one, the number of another; a number that is not the one registered; a second
                // code for one instrument; nothing to tell it by.
                with_code(scale("A002"), all[0].code),
                with_code(bare(Some("B999")), all[0].code),
                with_code(scale("A001"), free),
                verified(bare(None), day(2026, 5, 1), PASS),
            ],
        )
        .await;
    assert_eq!((outcome.wrong, outcome.new, outcome.changed), (4, 0, 0));
    let told: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column)).collect();
    assert_eq!(
        told,
        [
            (2, "查询编号"),
            (3, "出厂编号"),
            (4, "查询编号"),
            (5, "出厂编号")
        ]
    );
    assert!(errors.iter().all(|e| !e.reason.is_empty()));
    assert_eq!(engine.repository.pulse().await.unwrap(), pulse);
}

async fn an_unknown_code_enters_with_its_instrument(engine: &Engine) {
    let code = InstrumentCode::from_bits(77);
    let mut told = scale("A001");
    told.code = Some(code);
    engine.take(vec![instrument(told)]).await;
    assert_eq!(engine.only().await.code, code);
    // A code alone, which no instrument has, names nothing.
    let mut stranger = bare(None);
    stranger.code = Some(InstrumentCode::from_bits(78));
    let (_, errors) = engine
        .take_on(TODAY, vec![state(stranger, TODAY, Service::Suspended)])
        .await;
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].column, "查询编号");
    assert_eq!(errors[0].value, InstrumentCode::from_bits(78).to_string());
}

async fn a_state_is_entered_once(engine: &Engine) {
    engine
        .take(vec![verified(scale("A001"), day(2026, 4, 1), PASS)])
        .await;
    let off = || state(scale("A001"), day(2026, 5, 1), Service::Suspended);
    assert_eq!(engine.take(vec![off()]).await.new, 1);
    assert_eq!(engine.take(vec![off()]).await.same, 1);
    let dossier = engine.only().await;
    assert_eq!(dossier.states.len(), 1);
    assert_eq!(dossier.assess(TODAY, 30).verdict, Verdict::Suspended);
    assert_eq!(dossier.assess(day(2026, 4, 30), 30).verdict, Verdict::Valid);
}
