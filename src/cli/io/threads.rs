//! Independent jobs on all processors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The stack of a thread, as large as that of the program itself.
const STACK: usize = 8 << 20;

/// Calls a function with each item, on all processors, and returns what it returns in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], call: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, |count| count.get());
    let threads = processors.min(items.len());
    if threads < 2 {
        return items.iter().map(call).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<Option<R>>> = Mutex::new(items.iter().map(|_| None).collect());
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return };
            let result = call(item);
            if let Some(place) = done.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
                *place = Some(result);
            }
        }
    };
    thread::scope(|scope| {
        // One that cannot be started leaves its work to the others; this one works as well.
        for at in 1..threads {
            let thread = thread::Builder::new().name(format!("check {at}")).stack_size(STACK);
            let _ = thread.spawn_scoped(scope, work);
        }
        work();
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..1000).collect();
        assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(map(&[] as &[u32], |item| *item), Vec::<u32>::new());
    }
}
