/** What a lesson is written with: `import { Lab, Exercise, ... } from '#site/components/lesson.ts'`. */
export { default as Exercise } from './Exercise.astro'
export { default as Figure } from './Figure.astro'
export { default as Lab } from './Lab.astro'
export { default as LabCode } from './LabCode.astro'
export { default as LanesFigure } from './LanesFigure.astro'
export { default as Measured } from './Measured.astro'
export { default as Sources } from './Sources.astro'
export { default as Wire } from './Wire.astro'
