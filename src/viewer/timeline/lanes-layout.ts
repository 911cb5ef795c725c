/** Where the lanes of a timeline lie. Pixels. */
export interface LanesLayout {
  /** Height of the row of marks above the lanes. */
  readonly marksPx: number;
  readonly lanePx: number;
  /** Height of all lanes. */
  readonly lanesPx: number;
  /** From the top of the lanes to that of one. */
  readonly top: (lane: number) => number;
}

const MARKS_PX = 16;
const GAP_PX = 2;
const LANE_PX = 22;
/** Up to so many lanes are of full height, one can be pressed on with a finger; more share the room of these. */
const FULL_LANES = 4;
const THINNEST_PX = 6;

export function lanesLayout(lanes: number): LanesLayout {
  const pitch = LANE_PX + GAP_PX;
  const lanePx = lanes <= FULL_LANES ? LANE_PX : Math.floor((FULL_LANES * pitch) / lanes) - GAP_PX;
  const height = Math.max(lanePx, THINNEST_PX);
  return {
    marksPx: MARKS_PX,
    lanePx: height,
    lanesPx: lanes * (height + GAP_PX) - GAP_PX,
    top: (lane) => lane * (height + GAP_PX),
  };
}
