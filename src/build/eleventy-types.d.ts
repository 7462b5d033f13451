// Eleventy ships no types: what we use of it, and no more.
declare module '@11ty/eleventy' {
  export interface UserConfig {
    readonly benchmarkManager: { get(group: string): { setIsVerbose(isVerbose: boolean): void } };
    addTemplate(
      virtualPath: string,
      template: new () => { data(): object; render(data: never): string },
    ): void;
    setInputDirectory(folder: string): void;
    setOutputDirectory(folder: string): void;
    setQuietMode(isQuiet: boolean): void;
    setTemplateFormats(formats: readonly string[]): void;
    setUseGitIgnore(isUsed: boolean): void;
  }
  export class Eleventy {
    constructor(
      input: string,
      output: string,
      options: { quietMode: boolean; configPath: string; config(config: UserConfig): void | Promise<void> },
    );
    disableLogger(): void;
    /** Pages in the order of pagination; `url` is false for a page without a permalink. */
    toJSON(): Promise<{ url: string | false; content: string }[]>;
  }
}
