//! `chengxing demo`: a synthetic region, deterministic by seed and day.

use std::process::ExitCode;

use anyhow::bail;
use chengxing_demo::Plan;
use chengxing_storage::SessionOptions;
use clap::Args;

use super::{Common, Unit, progress, tell};

const BATCH: usize = 4_000;
/// Instruments in one transaction: a region up to this size is whole or not there; a larger one would
/// write a journal as large as the register.
const CHUNK: u64 = 200_000;

#[derive(Args)]
pub struct Options {
    /// How many instruments
    #[arg(long, env = "CHENGXING_INSTRUMENTS", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=50_000_000))]
    instruments: u64,
    /// The same seed on the same day gives the same region
    #[arg(long, env = "CHENGXING_SEED", default_value_t = 1)]
    seed: u64,
}

pub async fn run(common: Common, options: Options) -> anyhow::Result<ExitCode> {
    let (rules, divisions) = common.rules()?;
    let clock = common.clock();
    let repository = common.open().await?;
    let pulse = repository.pulse().await?;
    if pulse.publications > 0 {
        if pulse.demo {
            let figures = repository
                .figures(clock.today(), rules.verdict.due_soon_days)
                .await?;
            // The scrapped ones do not count as in use: they are one in a hundred at most.
            if (figures.in_use as u64) < options.instruments / 20 * 19 {
                bail!(
                    "the register holds a smaller demo region ({} instruments in use), or one that was broken off: \
                     delete the data folder or name another one, and start again",
                    figures.in_use
                );
            }
            tell(format_args!(
                "演示数据已在，没有更改。The demo region is there already; nothing was changed."
            ));
            return Ok(ExitCode::SUCCESS);
        }
        bail!("the register is not empty: demo data would mix with it");
    }
    let plan = Plan {
        instruments: options.instruments,
        seed: options.seed,
        today: clock.today(),
    };
    let begin = async |chunk: u64| {
        // Codes come with the records; salts need not be secret, because nothing real is behind them.
        let mut salts = options.seed.wrapping_add(chunk << 32);
        let entropy = Box::new(move |bytes: &mut [u8]| {
            for byte in bytes {
                salts = salts
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *byte = (salts >> 56) as u8;
            }
        });
        repository
            .begin(SessionOptions {
                at: clock.now(),
                today: clock.today(),
                demo: true,
                entropy,
            })
            .await
    };
    let mut session = begin(0).await?;
    let (mut chunks, mut instruments, mut publications) = (0, 0, 0);
    let bar = progress(options.instruments, Unit::Records);
    bar.set_message("演示数据");

    let (sender, mut batches) = tokio::sync::mpsc::channel::<Vec<_>>(4);
    let (making_rules, making_divisions) = (rules.clone(), divisions.clone());
    let making = std::thread::spawn(move || {
        let mut batch = Vec::with_capacity(BATCH);
        for (line, record) in (1..).zip(chengxing_demo::records(
            &plan,
            &making_divisions,
            &making_rules,
        )) {
            batch.push((line, record));
            if batch.len() == BATCH
                && sender
                    .blocking_send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))
                    .is_err()
            {
                return;
            }
        }
        let _ = sender.blocking_send(batch);
    });
    while let Some(batch) = batches.recv().await {
        if let Some(error) = session
            .put(&rules, &divisions, batch)
            .await?
            .into_iter()
            .next()
        {
            bail!(
                "demo record {}: {} {}: {}",
                error.line,
                error.column,
                error.value,
                error.reason
            );
        }
        let taken = session.outcome().instruments;
        bar.set_position(instruments + taken);
        if taken >= CHUNK {
            let outcome = session.commit().await?;
            instruments += outcome.instruments;
            publications += outcome.publications;
            chunks += 1;
            session = begin(chunks).await?;
        }
    }
    if making.join().is_err() {
        bail!("the demo region could not be made");
    }
    let outcome = session.commit().await?;
    bar.finish_and_clear();
    instruments += outcome.instruments;
    publications += outcome.publications;
    tell(format_args!(
        "演示数据：器具{instruments}台件，公布记录{publications}条。Demo region: {instruments} instruments, {publications} publications."
    ));
    Ok(ExitCode::SUCCESS)
}
