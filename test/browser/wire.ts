/** An element of the page, as drivers name it. */
export type ElementHandle = Record<string, string>;

/** What is asked of a browser's driver, whatever it speaks. */
export interface Wire {
  go(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of a function in the page. */
  run<T = unknown>(script: string, ...args: unknown[]): Promise<T>;
  click(element: ElementHandle): Promise<void>;
  type(element: ElementHandle, text: string): Promise<void>;
  /** A PNG as base64. */
  picture(): Promise<string>;
}
