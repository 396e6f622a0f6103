using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>An RFC 6901 path in a document (<c>~1</c> is '/', <c>~0</c> is '~'); never the whole document.</summary>
sealed record JsonPointer(string Text, IReadOnlyList<string> Steps)
{
    public static JsonPointer Parse(string text)
    {
        if (text.Length < 2 || text[0] != '/')
        {
            throw RequestRefusedException.BadRequest("Message: {\"Errors\":[\"A patch path must start with '/' and name a property.\"]}");
        }

        var steps = text[1..].Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = steps[i].Replace("~1", "/").Replace("~0", "~");
        }

        return new JsonPointer(text, steps);
    }
}
