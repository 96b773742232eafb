/** Names, exports, types and imports of source files. Pure. */
import ts from 'typescript';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface CodeStats {
  /** How many different names stand at the top of files, or are methods. */
  readonly names: number;
  readonly exports: number;
  /** Names of interfaces and type aliases. */
  readonly types: readonly string[];
  /** How many other files of the project each file imports. */
  readonly imports: readonly { readonly path: string; readonly count: number }[];
}

interface Declared {
  readonly name: string;
  readonly isType: boolean;
  readonly isExported: boolean;
}

export function codeStats(files: readonly SourceFile[]): CodeStats {
  const parsed = files.map(({ path, text }) => ({
    path,
    file: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true),
  }));
  const declared = parsed.flatMap(({ file }) => file.statements.flatMap(declaredBy));
  return {
    names: new Set(declared.map(({ name }) => name)).size,
    exports: declared.filter(({ isExported }) => isExported).length,
    types: declared.filter(({ isType }) => isType).map(({ name }) => name),
    imports: parsed.map(({ path, file }) => ({
      path,
      count: file.statements.filter(isOwn).length,
    })),
  };
}

function declaredBy(statement: ts.Statement): Declared[] {
  const isExported =
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const named = (name: string): Declared => ({ name, isType: isType(statement), isExported });
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => named(name.getText()));
  if (ts.isClassDeclaration(statement))
    return [named(statement.name?.text ?? ''), ...methodsOf(statement)];
  if (ts.isFunctionDeclaration(statement)) return [named(statement.name?.text ?? '')];
  return isType(statement) ? [named(statement.name.text)] : [];
}

function isType(
  statement: ts.Statement,
): statement is ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

function methodsOf(declaration: ts.ClassDeclaration): Declared[] {
  return declaration.members
    .filter(ts.isMethodDeclaration)
    .map(({ name }) => ({ name: name.getText(), isType: false, isExported: false }));
}

function isOwn(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) &&
    ts.isStringLiteral(statement.moduleSpecifier) &&
    statement.moduleSpecifier.text.startsWith('.')
  );
}
