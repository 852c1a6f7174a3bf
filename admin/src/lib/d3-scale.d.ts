/** What is used of d3-scale, which brings no types. */
declare module 'd3-scale' {
  export interface ScaleBand {
    (value: string): number | undefined;
    bandwidth(): number;
    paddingInner(share: number): this;
    copy(): ScaleBand;
  }
  export function scaleBand(): ScaleBand;
}
