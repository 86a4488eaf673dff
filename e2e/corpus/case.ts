/** A case of the corpus: what is sent, and what it is called. */
export interface Case<Value = string> {
  name: string;
  value: Value;
}
