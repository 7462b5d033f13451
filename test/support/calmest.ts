// What a page does told from what its machine does besides: a task is timed by the clock, and a machine that does other
// work stops it now and then. What the page does itself, it does each time.

/** Measures until no long task is there, `runs` times at most. @returns the run with the fewest */
export async function calmest<Run extends { readonly longTasks: readonly unknown[] }>(
  runs: number,
  measure: () => Promise<Run>,
): Promise<Run> {
  let best = await measure();
  for (let run = 1; run < runs && best.longTasks.length > 0; run += 1) {
    const next = await measure();
    if (next.longTasks.length < best.longTasks.length) best = next;
  }
  return best;
}
