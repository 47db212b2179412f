using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.OpenApi;
using OffRamp.Functions.Tests.Docs;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>The document is a whole OpenAPI 3.1 document, and says all that there is to say.</summary>
[TestClass]
public sealed partial class DocumentTests
{
    // What pages load, what Web PubSub sends, and the catch-all.
    private static readonly string[] NotDescribed =
        ["AllowRealtimeEvents", "GetConsoleAsset", "GetDocsFile", "GetSellPageAsset", "ReceiveRealtimeEvent", "ZzEverything"];

    [TestMethod]
    public void Every_function_is_described()
    {
        var silent = ApiDoc.Functions.All.Where(function => function.Find<OperationAttribute>() is null).Select(function => function.Name);

        Assert.AreEqual(List(NotDescribed), List(silent.Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public void Every_function_described_is_in_the_document_once()
    {
        var described = ApiDoc.Functions.All.Where(function => function.Find<OperationAttribute>() is not null)
            .Select(function => $"{function.Methods[0]} {Parameters.PathOf(function)}");

        CollectionAssert.AreEquivalent(described.ToList(), ApiDoc.Operations.Select(operation => operation.ToString()).ToList());
        CollectionAssert.AllItemsAreUnique(ApiDoc.Operations.Select(operation => operation.Id).ToList());
    }

    [TestMethod]
    public void It_has_what_OpenApi_31_demands()
    {
        Assert.AreEqual("3.1.1", ApiDoc.Json["openapi"]!.GetValue<string>());
        Assert.IsNotNull(ApiDoc.Json["info"]!["title"]);
        Assert.IsNotNull(ApiDoc.Json["info"]!["version"]);
        foreach (var operation in ApiDoc.Operations)
        {
            Assert.IsNotEmpty(operation.Json["responses"]!.AsObject(), operation.ToString());
            foreach (var (_, response) in operation.Json["responses"]!.AsObject())
            {
                Assert.IsNotNull(ApiDoc.Resolve(response!)["description"], operation.ToString());
            }

            var declared = operation.Json["parameters"]!.AsArray().Select(parameter => ApiDoc.Resolve(parameter!)).ToList();
            foreach (var parameter in declared)
            {
                Assert.IsTrue(parameter["name"] is not null && parameter["in"] is not null && parameter["schema"] is not null, $"{operation}");
            }

            var inPath = declared.Where(parameter => parameter["in"]!.GetValue<string>() == "path").ToList();
            Assert.IsTrue(inPath.All(parameter => parameter["required"]!.GetValue<bool>()), $"{operation}");
            CollectionAssert.AreEqual(
                PathParameter().Matches(operation.Path).Select(match => match.Groups[1].Value).ToList(),
                inPath.Select(parameter => parameter["name"]!.GetValue<string>()).ToList());
        }
    }

    [TestMethod]
    public void Every_reference_points_to_something()
    {
        foreach (var (at, node) in References())
        {
            Assert.IsNotNull(ApiDoc.At(node), at);
        }
    }

    [TestMethod]
    public void Every_component_is_used()
    {
        var used = References().Select(reference => reference.To)
            .Concat(ApiDoc.Operations.Select(operation => "#/components/securitySchemes/" + operation.Scheme)).ToHashSet();

        var unused = ApiDoc.Components.SelectMany(kind => kind.Value!.AsObject().Select(item => $"#/components/{kind.Key}/{item.Key}"))
            .Where(component => !used.Contains(component));

        Assert.AreEqual("", List(unused));
    }

    [TestMethod]
    public void Every_operation_says_who_may_call_it()
    {
        var schemes = ApiDoc.Components["securitySchemes"]!.AsObject();
        var tags = ApiDoc.Json["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ToList();
        foreach (var operation in ApiDoc.Operations)
        {
            CollectionAssert.Contains(tags, operation.Json["tags"]!.AsArray().Single()!.GetValue<string>());
            Assert.IsTrue(operation.Scheme is null || schemes.ContainsKey(operation.Scheme), operation.ToString());
            Assert.AreEqual(operation.Scheme is not null, operation.Json["responses"]!.AsObject().ContainsKey("401"), operation.ToString());
        }
    }

    [TestMethod]
    public void Every_property_and_parameter_is_explained()
    {
        var silent = Named().Where(found => found.Json["description"] is null).Select(found => found.At);

        Assert.AreEqual("", List(silent.Select(at => $"{at}: give it a meaning in the glossary")));
    }

    [TestMethod]
    public void The_glossary_explains_nothing_that_is_not_there()
    {
        var text = ApiDoc.Json.ToJsonString();
        var escaped = Glossary.Names.Where(name =>
        {
            var parts = name.Split('.');
            var says = (parts is [var owner, var field] ? Glossary.Find(owner, field) : Glossary.Find(name))!.Says;
            return !text.Contains(JsonValue.Create(says)!.ToJsonString(), StringComparison.Ordinal);
        });

        Assert.AreEqual("", List(escaped));
    }

    [TestMethod]
    public void Every_code_of_the_catalogue_comes_with_some_operation()
    {
        var told = ApiDoc.Operations.SelectMany(operation => operation.Json["responses"]!.AsObject())
            .SelectMany(response => Code().Matches(ApiDoc.Resolve(response.Value!)["description"]!.GetValue<string>()))
            .Select(match => match.Groups[1].Value).ToHashSet();

        var untold = ProblemCatalogue.All.Select(kind => kind.Code).Where(code => !told.Contains(code));

        // A method that a path does not have has no operation; the preamble says it.
        Assert.AreEqual("method_not_allowed", List(untold));
        Assert.Contains("`method_not_allowed`", ApiDoc.Json["info"]!["description"]!.GetValue<string>());
    }

    [TestMethod]
    public void Every_code_of_a_field_is_listed()
    {
        var sources = SourceTree.CSharpFiles.Where(file => file.StartsWith("OffRamp.Functions/", StringComparison.Ordinal)).Select(SourceTree.Read).ToList();
        var used = sources.SelectMany(text => FieldCode().Matches(text)).Select(match => match.Groups["code"].Value).ToHashSet();

        var unlisted = used.Where(code => !FieldCodes.All.ContainsKey(code) && ProblemCatalogue.Find(code) is null);
        var unused = FieldCodes.All.Keys.Where(code => sources.Count(text => text.Contains($"\"{code}\"", StringComparison.Ordinal)) < 2);

        Assert.AreEqual("", List(unlisted));
        Assert.AreEqual("", List(unused));
    }

    private static IEnumerable<(string At, string To)> References() => ApiDoc.Walk(ApiDoc.Json)
        .Where(found => found.At.EndsWith("/$ref", StringComparison.Ordinal)).Select(found => (found.At, found.Node.GetValue<string>()));

    private static IEnumerable<(string At, JsonObject Json)> Named() => ApiDoc.Walk(ApiDoc.Json)
        .Where(found => Property().IsMatch(found.At) && !(found.At.Contains("/parameters/", StringComparison.Ordinal) && found.Node["$ref"] is not null))
        .Select(found => (found.At, found.Node.AsObject()));

    private static string List(IEnumerable<string> items) => string.Join('\n', items);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex("`([a-z_]+)`: ")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#/components/schemas/\w+/properties/\w+$|/parameters/\w+$")]
    private static partial Regex Property();

    [GeneratedRegex("""(?:\b(?:Fail|Add)\([^,;]+, |\bcode: |FieldProblem\([^,]+, |new\(path, )"(?<code>[a-z_]+)"(?=[,)])|"(?<code>invalid_[a-z_]+)(?=")""")]
    private static partial Regex FieldCode();
}
