import { checkExpression } from '@/lib/expressions/check';

/** One mistake in an output, whatever the inputs. Line and column count from 1. */
export interface OutputError {
  output: string;
  message: string;
  line: number;
  column: number;
}

/** Finds syntax errors, unknown helpers and wrong numbers of arguments in a template's outputs: what error 1004 lists. */
export function checkOutputs(outputs: Record<string, string>): OutputError[] {
  return Object.entries(outputs).flatMap(([output, source]) =>
    checkExpression(source).map(({ message, line = 1, column = 1 }) => ({ output, message, line, column })),
  );
}
