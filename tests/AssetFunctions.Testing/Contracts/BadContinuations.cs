using Xunit;

namespace AssetFunctions.Testing.Contracts;

/// <summary>Continuations that no store gives; some look like those of the Cosmos SDK.</summary>
public static class BadContinuations
{
    public static TheoryData<string> All =>
    [
        "", " ", "no page of ours", "null", "0", "\"text\"", "{}", "[]", "[{}]", "[1]", "[null]", "[{\"token\":null}]", "{\"token\":\"x\"",
        """[{"token":"x","range":{"min":"","max":"FF"}}]""",
        """[{"token":"x\r\nx-ms-documentdb-query-enablecrosspartition: false","range":{"min":"","max":"FF"}}]""",
        """[{"token":"\u00fc","range":{"min":"","max":"FF"}}]""",
        """[{"token":"\ud800","range":{"min":"","max":"FF"}}]""",
        """[{"token":"+RID:~x","range":{"min":"' OR true --","max":"\" OR 1=1"}}]""",
        """[{"token":7,"range":{"min":[],"max":{}}}]""",
        """[{"compositeToken":{"token":"x","range":{"min":"","max":"FF"}},"orderByItems":[{"item":"' OR true"}],"rid":"x","skipCount":1}]""",
    ];
}
