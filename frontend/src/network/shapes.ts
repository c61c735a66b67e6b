/** The worlds on the graphic card: one program draws the five shapes and the knot of a large alliance. */
import { NodeProgram, type NodeProgramType, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

/** What the program draws for each world; `knot` is an alliance too large to be drawn tie by tie. */
export const SHAPES: Record<string, number> = {
  "public": 0,
  "economique": 1,
  "interet-general": 2,
  "academique": 3,
  "a-confirmer": 4,
  "knot": 5,
};

export interface Shaped extends NodeDisplayData {
  shape: number;
}

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_angle;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;

varying vec4 v_color;
varying vec2 v_at;
varying float v_shape;
varying float v_soft;

const float bias = 255.0 / 254.0;

void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  vec2 arm = 3.0 * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + radius * arm, 1)).xy, 0, 1);
  v_at = arm;
  v_shape = a_shape;
  v_soft = u_correctionRatio * 2.0 / radius;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

// Distances are in radii: below zero inside. A rim of the colour of the paper keeps neighbours apart.
const FRAGMENT = /* glsl */ `
precision highp float;

uniform vec3 u_paper;

varying vec4 v_color;
varying vec2 v_at;
varying float v_shape;
varying float v_soft;

const float rim = 0.22;

float away(vec2 p, float shape) {
  if (shape < 0.5) return max(abs(p.x), abs(p.y)) - 0.86;
  if (shape < 1.5) return max(-(p.y + 0.78), (abs(p.x) * 1.8 + p.y - 1.08) / 2.06);
  if (shape < 2.5) return length(p) - 0.96;
  if (shape < 3.5) return (abs(p.x) + abs(p.y) - 1.2) * 0.7071;
  if (shape < 4.5) return length(p) - 0.96;
  return min(max(abs(p.x) - 0.25, abs(p.y) - 0.9), max(abs(p.y) - 0.25, abs(p.x) - 0.9));
}

void main(void) {
  float d = away(v_at, v_shape);
  #ifdef PICKING_MODE
  gl_FragColor = d > rim ? vec4(0.0) : v_color;
  #else
  float inside = 1.0 - smoothstep(-v_soft, v_soft, d);
  if (v_shape > 3.5 && v_shape < 4.5) inside *= smoothstep(-v_soft, v_soft, d + 0.42);
  float around = 1.0 - smoothstep(-v_soft, v_soft, d - rim);
  vec4 paper = vec4(u_paper, 1.0) * around;
  gl_FragColor = mix(paper, v_color, inside);
  #endif
}
`;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_paper"] as const;
const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

/** Return the program for a colour of paper, written "#rrggbb". */
export function shapesOn(paper: string): NodeProgramType {
  const [red = 1, green = 1, blue = 1] = rgb(paper).map((part) => part / 255);

  return class extends NodeProgram<(typeof UNIFORMS)[number]> {
    getDefinition() {
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_shape", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
        CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
      };
    }

    processVisibleItem(nodeIndex: number, at: number, data: NodeDisplayData): void {
      const array = this.array;
      array[at++] = data.x;
      array[at++] = data.y;
      array[at++] = data.size;
      array[at++] = (data as Shaped).shape;
      array[at++] = floatColor(data.color);
      array[at] = nodeIndex;
    }

    setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<(typeof UNIFORMS)[number]>): void {
      gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
      gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
      gl.uniform3f(uniformLocations.u_paper, red, green, blue);
    }
  };
}

/** Read "#rgb" or "#rrggbb"; white for anything else. */
export function rgb(color: string): number[] {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1];
  if (!digits) return [255, 255, 255];
  const parts = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  return parts.map((part) => Number.parseInt(part, 16));
}

/** A colour on its way to another, so that nothing needs transparency: 0 is the first, 1 the second. */
export function mixed(from: string, to: string, share: number): string {
  const end = rgb(to);
  return `#${rgb(from)
    .map((part, index) => Math.round(part + ((end[index] ?? 0) - part) * share).toString(16).padStart(2, "0"))
    .join("")}`;
}
