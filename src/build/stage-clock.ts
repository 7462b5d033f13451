// What a build tells while it runs: each stage as it begins and ends, and what it took. The stages know no clock.

/** What one stage took. */
export interface StageReport {
  readonly name: string;
  readonly milliseconds: number;
  /** Resident memory of the process at the stage's end, and its peak until then, in bytes. */
  readonly memoryBytes: number;
  readonly peakMemoryBytes: number;
}

/** Is told of every stage as it begins and ends; the stages themselves know no clock. */
export interface Reporter {
  begin(stage: string): void;
  end(stage: StageReport): void;
  note(sentence: string): void;
  /** As Terminal.onInterrupt. */
  onInterrupt(cleanUp: () => void): () => void;
}

/** Runs stages one after another and keeps what each took. */
export class StageClock {
  readonly stages: StageReport[] = [];
  readonly reporter: Reporter;
  constructor(reporter: Reporter) {
    this.reporter = reporter;
  }
  async run<Value>(name: string, stage: () => Value | Promise<Value>): Promise<Value> {
    this.reporter.begin(name);
    const startMs = performance.now();
    const value = await stage();
    const report: StageReport = {
      name,
      milliseconds: Math.round(performance.now() - startMs),
      memoryBytes: process.memoryUsage.rss(),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
    this.stages.push(report);
    this.reporter.end(report);
    return value;
  }
}
