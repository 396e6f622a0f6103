namespace AssetFunctions.Http;

/// <summary>Ends a request that makes no sense with the problem that says so.</summary>
sealed class ProblemException(ApiResponse problem) : Exception
{
    public ApiResponse Problem => problem;
}
