// Reads queries (JSON, an array of texts) from standard input, and says of each what Microsoft's language service finds wrong.
// Its files are scripts of a page, which want each other as globals.
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const folder = path.dirname(require.resolve('@kusto/language-service-next/package.json'));
for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) {
  vm.runInThisContext(fs.readFileSync(path.join(folder, file), 'utf8'), { filename: file });
}
const { Diagnostic, GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;

// Of the tables of Application Insights in a workspace, the columns that alerts may look at.
const common = 'TimeGenerated: datetime, Properties: dynamic, AppRoleName: string, OperationId: string';
const tables = {
  AppTraces: `${common}, Message: string, SeverityLevel: int`,
  AppExceptions: `${common}, OuterMessage: string, ExceptionType: string, SeverityLevel: int`,
  AppRequests: `${common}, Name: string, Success: bool, ResultCode: string, DurationMs: real`,
  AppMetrics: `${common}, Name: string, Sum: real, Min: real, Max: real, ItemCount: int`,
};
const symbols = Object.entries(tables).map(([name, columns]) => new Symbols.TableSymbol.$ctor7(name, `(${columns})`, null));
const workspace = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor1('workspace', symbols, false));

for (const query of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const found = globalThis.System.Linq.Enumerable.from(KustoCode.ParseAndAnalyze(query, workspace).GetDiagnostics(), Diagnostic);
  for (const message of found.select((diagnostic) => diagnostic.Message).ToArray()) {
    console.log(`${message} ${query}`);
  }
}
