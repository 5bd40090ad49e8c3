//! Threads that share work whose results are wanted in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::thread;

/// Items handed over at once: so many that handing over costs nothing beside the work.
const BATCH: usize = 32;

/// Works on items on all cores and hears of each result in the order of the items, on the thread that
/// called. Only a few batches are under way at any time. `tools` makes what a thread keeps; `each`
/// may end the work, after what is in hand.
pub(super) fn in_order<T: Send, R: Send, S>(
    items: impl Iterator<Item = T> + Send,
    tools: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut each: impl FnMut(R) -> ControlFlow<()>,
) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (give, take) = sync_channel::<(usize, Vec<T>)>(threads);
        let (done, results) = sync_channel::<(usize, Vec<R>)>(threads * 2);
        let take = Arc::new(Mutex::new(take));
        let (tools, work, stop) = (&tools, &work, &stop);
        for _ in 0..threads {
            let (take, done) = (Arc::clone(&take), done.clone());
            scope.spawn(move || {
                let mut tools = tools();
                loop {
                    let batch = take.lock().map(|take| take.recv());
                    let Ok(Ok((number, batch))) = batch else { break };
                    let results = batch.into_iter().map(|item| work(&mut tools, item)).collect();
                    if done.send((number, results)).is_err() {
                        break;
                    }
                }
            });
        }
        drop((take, done));
        scope.spawn(move || {
            let mut items = items;
            for number in 0.. {
                let batch: Vec<T> = items.by_ref().take(BATCH).collect();
                let last = batch.is_empty() || stop.load(Ordering::Relaxed);
                if last || give.send((number, batch)).is_err() {
                    break;
                }
            }
        });
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, batch) in results {
            waiting.insert(number, batch);
            while let Some(batch) = waiting.remove(&next) {
                next += 1;
                for result in batch {
                    // What is in hand is heard to its end.
                    if each(result).is_break() {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut heard = Vec::new();
        in_order(
            0..10_000,
            || 0,
            |count, item| (*count += 1, item * 2).1,
            |result| {
                heard.push(result);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(heard, (0..10_000).map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn an_end_comes_soon_and_leaves_no_gap() {
        let mut heard = Vec::new();
        in_order(
            0..,
            || (),
            |(), item: usize| item,
            |result| {
                heard.push(result);
                if result == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(heard.len() > 100 && heard.iter().enumerate().all(|(i, item)| i == *item));
    }
}
