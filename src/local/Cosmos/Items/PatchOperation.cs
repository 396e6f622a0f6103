using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>One operation of a patch. Semantics follow Microsoft's "Partial document update in Azure Cosmos DB".</summary>
sealed class PatchOperation
{
    readonly string _verb;
    readonly JsonPointer _path;
    readonly JsonPointer? _from;
    readonly JsonElement _value;

    PatchOperation(string verb, JsonPointer path, JsonPointer? from, JsonElement value)
    {
        _verb = verb;
        _path = path;
        _from = from;
        _value = value;
    }

    public static PatchOperation Parse(JsonElement operation, int number)
    {
        var verb = Text(operation, "op").ToLowerInvariant();
        var path = JsonPointer.Parse(Text(operation, "path"));
        var hasValue = operation.TryGetProperty("value", out var value);
        if (verb is not ("add" or "set" or "replace" or "remove" or "incr" or "increment" or "move"))
        {
            throw RequestRefusedException.BadRequest($"For Operation({number}): '{verb}' is not a patch operation.");
        }

        if (verb is "add" or "set" or "replace" && !hasValue)
        {
            throw RequestRefusedException.BadRequest($"For Operation({number}): {verb} needs a value.");
        }

        if (verb is "incr" or "increment" && value.ValueKind != JsonValueKind.Number)
        {
            throw RequestRefusedException.BadRequest($"For Operation({number}): an increment needs a number.");
        }

        var from = verb is "move" ? JsonPointer.Parse(Text(operation, "from")) : null;
        return new PatchOperation(verb, path, from, hasValue ? value.Clone() : default);
    }

    public void Apply(JsonObject document, int number)
    {
        switch (_verb)
        {
            case "move":
                var moved = Locate(document, _from!, number).Take() ?? throw Missing(number, _from!);
                Locate(document, _path, number).Add(moved.Value);
                break;
            case "remove":
                _ = Locate(document, _path, number).Take() ?? throw Missing(number, _path);
                break;
            case "replace":
                var replaced = Locate(document, _path, number);
                if (!replaced.Exists)
                {
                    throw Missing(number, _path);
                }

                replaced.Set(Value());
                break;
            case "set":
                Locate(document, _path, number).Set(Value());
                break;
            case "add":
                Locate(document, _path, number).Add(Value());
                break;
            default:
                Increment(Locate(document, _path, number), number);
                break;
        }
    }

    void Increment(PatchTarget target, int number)
    {
        if (!target.Exists)
        {
            target.Set(Value());
            return;
        }

        if (target.Get() is not JsonValue existing || existing.GetValueKind() != JsonValueKind.Number)
        {
            throw RequestRefusedException.BadRequest(
                $"Message: {{\"Errors\":[\"For Operation({number}): Increment Operation can only change a number, at '{_path.Text}'.\"]}}");
        }

        if (existing.TryGetValue<long>(out var whole) && _value.TryGetInt64(out var step) && !Overflows(whole, step))
        {
            target.Set(JsonValue.Create(whole + step));
            return;
        }

        var sum = existing.GetValue<double>() + _value.GetDouble();
        if (!double.IsFinite(sum))
        {
            throw RequestRefusedException.BadRequest($"Message: {{\"Errors\":[\"For Operation({number}): the sum is beyond the range of a number.\"]}}");
        }

        target.Set(JsonValue.Create(sum));
    }

    static bool Overflows(long left, long right) => right > 0 ? left > long.MaxValue - right : left < long.MinValue - right;

    JsonNode? Value() => JsonNode.Parse(_value.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = 128 });

    PatchTarget Locate(JsonObject document, JsonPointer pointer, int number)
    {
        JsonNode parent = document;
        foreach (var step in pointer.Steps.SkipLast(1))
        {
            parent = new PatchTarget(parent, step).GetOrNull() is { } child and (JsonObject or JsonArray)
                ? child
                : throw RequestRefusedException.BadRequest(
                    $"Message: {{\"Errors\":[\"For Operation({number}): {Name} Operation can only create a child object of an existing node(array or object) and cannot create path recursively, no path found beyond: '{step}'. Learn more: https:\\/\\/aka.ms\\/cosmosdbpatchdocs\"]}}");
        }

        var target = new PatchTarget(parent, pointer.Steps[^1]);
        return target.IsAddressable
            ? target
            : throw RequestRefusedException.BadRequest(
                $"Message: {{\"Errors\":[\"For Operation({number}): {Name} Operation has an invalid array index in '{pointer.Text}'.\"]}}");
    }

    string Name => char.ToUpperInvariant(_verb[0]) + _verb[1..];

    RequestRefusedException Missing(int number, JsonPointer pointer) => RequestRefusedException.BadRequest(
        $"Message: {{\"Errors\":[\"For Operation({number}): {Name} Operation can only be performed on an existing path, nothing found at '{pointer.Text}'. Learn more: https:\\/\\/aka.ms\\/cosmosdbpatchdocs\"]}}");
    static string Text(JsonElement operation, string member) =>
        operation.GetProperty(member).GetString() ?? throw new JsonException($"{member} is null.");

}
