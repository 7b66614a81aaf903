/** What learners see of the pieces of a text. */
import { describe, expect, it } from "vitest";
import { shortened } from "../../host/pieces.ts";

/** Hashed features and cuts of a text of one feature a piece, between two features of none. */
function text(pieces: number, stretch: number, read = pieces) {
  const starts = Array.from({ length: pieces + 1 }, (_, i) => 1 + i);
  return {
    sparse: Uint32Array.from({ length: pieces + 2 }, (_, i) => i),
    cuts: Uint32Array.from([pieces, stretch, stretch + 2, read, ...starts]),
  };
}

describe("of a text", () => {
  it("that is short all pieces are given", () => {
    const { sparse, cuts } = text(5, 2, 3);
    const short = shortened(sparse, cuts);
    expect([...short.sparse]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...short.cuts]).toEqual([5, 5, 3, 1, 2, 3, 4, 5, 6]);
  });

  it("that is long those at its beginning are given where its stretch is there", () => {
    const { sparse, cuts } = text(1000, 10);
    const short = shortened(sparse, cuts);
    expect([...short.cuts.subarray(0, 4)]).toEqual([1000, 64, 64, 1]);
    expect([...short.sparse]).toEqual([...Array.from({ length: 65 }, (_, i) => i), 1001]);
  });

  it("that is long those around its stretch are given, too", () => {
    const { sparse, cuts } = text(1000, 500, 16);
    const short = shortened(sparse, cuts);
    expect([...short.cuts.subarray(0, 3)]).toEqual([1000, 64, 16]);
    const first = Array.from({ length: 49 }, (_, i) => i);
    const around = Array.from({ length: 16 }, (_, i) => 497 + i);
    expect([...short.sparse]).toEqual([...first, ...around, 1001]);
    expect(short.cuts.at(-1)).toBe(65);
  });

  it("whose stretch is at its end that is given", () => {
    const { sparse, cuts } = text(100, 98);
    const short = shortened(sparse, cuts);
    expect([...short.sparse].slice(-3)).toEqual([99, 100, 101]);
    expect(short.cuts[1]).toBe(64);
  });
});

it("several texts are told one after the other", () => {
  const one = [2, 0, 1, 2, 0, 3, 5];
  const two = [1, 0, 1, 1, 6, 9];
  const { sparse, cuts } = shortened(
    Uint32Array.from({ length: 10 }, (_, i) => i),
    Uint32Array.from([...one, ...two]),
  );
  expect(sparse).toHaveLength(10);
  expect([...cuts]).toEqual([2, 2, 2, 0, 3, 5, 1, 1, 1, 6, 9]);
});
