//! Threads that share work whose results are wanted in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Items handed over at once: so many that handing over costs nothing beside the work.
const BATCH: usize = 32;

/// Batches under way for each thread at most: what is ready waits for what was begun before it.
const UNDER_WAY: usize = 4;

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
    let window = threads * UNDER_WAY;
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (give, take) = sync_channel::<(usize, Vec<T>)>(window);
        let (done, results) = sync_channel::<(usize, Vec<R>)>(window);
        let (free, places) = sync_channel::<()>(window);
        let take = Arc::new(Mutex::new(take));
        let (tools, work, stop) = (&tools, &work, &stop);
        for _ in 0..threads {
            let (take, done) = (Arc::clone(&take), done.clone());
            let alarm = Alarm { stop, free: free.clone() };
            scope.spawn(move || {
                let _alarm = alarm;
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
        for _ in 0..window {
            // There is room for all of them.
            let _ = free.try_send(());
        }
        scope.spawn(move || {
            let mut items = items;
            for number in 0.. {
                if places.recv().is_err() || stop.load(Ordering::Relaxed) {
                    break;
                }
                let batch: Vec<T> = items.by_ref().take(BATCH).collect();
                if batch.is_empty() || give.send((number, batch)).is_err() {
                    break;
                }
            }
        });
        // Also where whoever hears panics.
        let _alarm = Alarm { stop, free: free.clone() };
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
                let _ = free.try_send(());
            }
        }
    });
}

/// Ends the work where a thread panics: nobody hears of its batch, so that no place becomes free.
struct Alarm<'s> {
    stop: &'s AtomicBool,
    free: SyncSender<()>,
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.stop.store(true, Ordering::Relaxed);
            let _ = self.free.try_send(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

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
    #[test]
    fn what_is_ready_waits_for_what_is_slow_without_more_being_begun() {
        let begun = AtomicUsize::new(0);
        let items = (0..100_000).inspect(|_| {
            begun.fetch_add(1, Ordering::Relaxed);
        });
        let slow = |(): &mut (), item: usize| {
            if item == 0 {
                thread::sleep(Duration::from_millis(200));
            }
            item
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        in_order(
            items,
            || (),
            slow,
            |item| {
                let most = item + BATCH * (threads * UNDER_WAY + 2);
                assert!(begun.load(Ordering::Relaxed) <= most);
                ControlFlow::Continue(())
            },
        );
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_ends_the_work() {
        let work = |(): &mut (), item: usize| assert!(item < 1000, "out of what is known");
        in_order(0.., || (), work, |()| ControlFlow::Continue(()));
    }
}
